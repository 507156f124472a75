package io.epmjit.benchmark.ledger;

import io.epmjit.ledger.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A place for one ledger in a database of some kind, and how that database's SQL differs where it does. */
interface Store extends AutoCloseable {

    /** What kind of database it is. */
    String kind();

    Ledger open() throws SQLException;

    /** Opens the ledger so that every statement which it prepares is noted. */
    Ledger open(StatementLog log) throws SQLException;

    /** A connection of our own, with which nobody waits for the disk. */
    Connection connect() throws SQLException;

    /** What the ledger takes on the disk. */
    long bytes() throws SQLException;

    /** A select that yields the numbers from one up to another as {@code k}. */
    String numbers(long from, long to);

    /** A number, which is an expression, as so many hexadecimal digits. */
    String hex(String number, int digits);

    /** The text in a column of bytes, and back. */
    String textOf(String bytes);

    String bytesOf(String text);

    /** Stands in an INSERT before its SELECT, so that rows keep the numbers that they are given. */
    String keepingNumbers();

    /** What the database does in the course of time: new rows get new numbers, and it learns what is in its tables. */
    void settle(Connection connection, Collection<String> tables) throws SQLException;

    /**
     * The steps of a statement's plan that read a whole table or index.
     *
     * @param harmless the tables that do not grow with the number of requests
     */
    List<String> scans(Connection connection, StatementLog.Noted statement, Set<String> harmless) throws SQLException;

    /** Ends what was opened here, but not the ledgers. */
    @Override
    void close();
}
