package io.epmjit.benchmark.ledger;

import io.epmjit.ledger.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A place for one ledger in a database of some kind, and how that database's SQL differs where it does. */
interface Store {

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

    /** Lets the database learn what is in its tables, as it does by itself in the course of time. */
    void analyze() throws SQLException;

    /** The steps of a statement's plan that read a whole table; the connection is to this database. */
    List<String> scans(Connection connection, StatementLog.Noted statement) throws SQLException;
}
