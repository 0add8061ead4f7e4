//! What the derives accept, and what they say about everything else: `cargo test -p kconnect --test ui`.
//!
//! Belongs to the package `kconnect`, whose few dependencies keep these builds short; the tests of the whole workspace get
//! here by way of `tests/ui.rs`. `TRYBUILD=overwrite` writes new messages; read them before they are committed.

/// The folders of one derive: `fail` with the messages beside the cases, and `pass`.
fn run(derive: &str) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/ui");
    let cases = trybuild::TestCases::new();
    cases.pass(format!("{folder}/{derive}/pass/*.rs"));
    cases.compile_fail(format!("{folder}/{derive}/fail/*.rs"));
}

#[test]
fn configurations() {
    run("config");
}

#[test]
fn schemas() {
    run("schema");
}
