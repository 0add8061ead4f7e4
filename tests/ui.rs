//! What the derives accept and refuse, as a test of the workspace: every case in `ui/` is built with the dependencies of the
//! package that runs it, and those of `kconnect` are the fewest. So this runs the test of that package.

use std::process::Command;

#[test]
fn every_case_compiles_or_fails_as_it_should() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["test", "--package", "kconnect", "--test", "ui"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .status()
        .unwrap_or_else(|error| panic!("cargo cannot be run: {error}"));
    assert!(status.success(), "a case of `cargo test -p kconnect --test ui` is not as it should be: {status}");
}
