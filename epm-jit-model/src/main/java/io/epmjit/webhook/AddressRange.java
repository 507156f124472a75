package io.epmjit.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR notation, version 4 or 6; no name is ever looked up. */
record AddressRange(InetAddress network, int prefix) {

    private static final Pattern VERSION_4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern VERSION_6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

    /** @throws IllegalArgumentException unless it is an address, or an address with {@code /} and a number of bits */
    static AddressRange parse(String text) {
        String typed = text.strip();
        int slash = typed.indexOf('/');
        InetAddress address =
                address(slash < 0 ? typed : typed.substring(0, slash)).orElseThrow(() -> fault(text));
        int bits = address.getAddress().length * Byte.SIZE;
        String length = slash < 0 ? Integer.toString(bits) : typed.substring(slash + 1);
        if (!NUMBER.matcher(length).matches() || Integer.parseInt(length) > bits) {
            throw fault(text);
        }
        return new AddressRange(address, Integer.parseInt(length));
    }

    private static IllegalArgumentException fault(String text) {
        return new IllegalArgumentException(
                "not a range of IP addresses: '" + text + "'; write 203.0.113.0/24, 2001:db8::/32, or one address");
    }

    /** A literal address; empty for anything else, names above all. */
    static Optional<InetAddress> address(String text) {
        int zone = text.indexOf('%');
        String literal = zone < 0 ? text : text.substring(0, zone);
        if (!VERSION_4.matcher(literal).matches() && !VERSION_6.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] theirs = address.getAddress();
        int whole = prefix / Byte.SIZE;
        int rest = prefix % Byte.SIZE;
        if (mine.length != theirs.length || !Arrays.equals(mine, 0, whole, theirs, 0, whole)) {
            return false;
        }
        int mask = 0xFF << (Byte.SIZE - rest);
        return rest == 0 || (mine[whole] & mask) == (theirs[whole] & mask);
    }
}
