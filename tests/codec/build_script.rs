//! Schemas in a build script: a crate that depends on the one with the records has their texts at compile time.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use kconnect_tests::{Result, outside::Outside};

const WORKSPACE: &str = "[workspace]\nmembers = [\"model\", \"app\"]\nresolver = \"3\"\n";

const MODEL: &str = r#"[package]
name = "model"
version = "0.1.0"
edition = "2024"

[dependencies]
kconnect = { path = "KCONNECT" }
"#;

const APP: &str = r#"[package]
name = "app"
version = "0.1.0"
edition = "2024"

[build-dependencies]
kconnect = { path = "KCONNECT" }
model = { path = "../model" }
"#;

const BUILD: &str = r"
fn main() -> kconnect::Result<()> {
    kconnect::Catalog::new().record::<model::Post>()?.write_to_out_dir()?;
    Ok(())
}
";

const MAIN: &str = r#"
fn main() {
    print!("{}", include_str!(concat!(env!("OUT_DIR"), "/schemas/com.example.Post.avsc")));
}
"#;

fn model(field: &str) -> String {
    format!(
        "/// A post.\n#[derive(kconnect::ConnectSchema)]\n#[connect(namespace = \"com.example\")]\npub struct Post {{\n    \
         /// Snowflake id.\n    pub {field}: i64,\n}}\n"
    )
}

#[test]
fn a_build_script_writes_the_schemas_of_a_model_crate_and_again_after_a_change() -> Result {
    let outside = Outside::new()?;
    for (path, text) in [
        ("Cargo.toml", WORKSPACE),
        ("model/Cargo.toml", MODEL),
        ("app/Cargo.toml", APP),
        ("app/build.rs", BUILD),
        ("app/src/main.rs", MAIN),
    ] {
        outside.write(path, text)?;
    }
    for field in ["id", "number"] {
        outside.write("model/src/lib.rs", &model(field))?;
        let ran = outside.cargo(&["run", "--quiet", "--package", "app", "--offline"])?;
        assert!(ran.success, "{}", ran.stderr);
        assert!(ran.stdout.contains(&format!("\"name\": \"{field}\"")), "{}", ran.stdout);
    }
    Ok(())
}
