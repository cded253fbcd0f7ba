//! Numbers in, numbers out: tables, chi-square, association, agreement.
