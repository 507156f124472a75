package io.epmjit.http;

/** Lets good answers pass and turns the others into exceptions. */
final class DecodeErrors implements Step {

    private final Step next;
    private final AnswerCheck answers;

    DecodeErrors(Step next, AnswerCheck answers) {
        this.next = next;
        this.answers = answers;
    }

    @Override
    public ApiResponse send(OngoingCall call) {
        ApiResponse answer = next.send(call);
        if (answer.status() >= 200 && answer.status() < 300) {
            return answer;
        }
        throw answers.error(call.request(), answer, call.credential());
    }
}
