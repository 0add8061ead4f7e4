//! A struct changes: the compiler refuses, the change is mended, exported and registered.
//!
//! The crate of this example lies outside of the workspace, as a user's does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use kconnect::{ConnectSchema, ConnectType, avro::Schema};
use kconnect_tests::{Result, outside::Outside, registry, unique};
use serde_json::json;

const FILE: &str = "schemas/com.example.Post.avsc";

/// A record as its author wrote it first, with the fields as they come.
fn record(level: &str, fields: &str) -> String {
    format!(
        "//! Posts.\n\
         use kconnect::ConnectSchema;\n\
         /// A post.\n\
         #[derive(ConnectSchema)]\n\
         #[connect(namespace = \"com.example\", committed = \"{FILE}\", compatibility = \"{level}\")]\n\
         pub struct Post {{\n{fields}}}\n"
    )
}

const FIRST: &str = "\
    /// Snowflake id.
    pub id: i64,
    /// The text, in full.
    pub text: String,
";

const BROKEN: &str = "\
    /// Snowflake id.
    pub id: i64,
    /// The text, in full.
    pub text: i64,
    /// How many like it.
    pub likes: i64,
";

const MENDED: &str = "\
    /// Snowflake id.
    pub id: i64,
    /// The text, in full.
    pub text: String,
    /// How many like it.
    #[connect(default = 0)]
    pub likes: i64,
";

/// What a connector binary's `schemas export` does, in a binary of the crate.
const EXPORT: &str = "\
fn main() -> kconnect::Result<()> {
    let changed = kconnect::Catalog::new().record::<posts::Post>()?.write(std::path::Path::new(\"schemas\"))?;
    println!(\"{} changed\", changed.len());
    Ok(())
}
";

/// The crate with its first schema exported and committed.
fn posts() -> Result<Outside> {
    let posts = Outside::with_name("posts")?;
    posts.write("src/bin/export.rs", EXPORT)?;
    // The first export has nothing to compare with.
    posts.write("src/lib.rs", &record("NONE", FIRST))?;
    succeeds(&posts, &["run", "--bin", "export"])?;
    posts.write("src/lib.rs", &record("FULL_TRANSITIVE", FIRST))?;
    succeeds(&posts, &["check"])?;
    Ok(posts)
}

#[track_caller]
fn succeeds(posts: &Outside, arguments: &[&str]) -> Result<String> {
    let ran = posts.cargo(arguments)?;
    assert!(ran.success, "cargo {} failed:\n{}", arguments.join(" "), ran.stderr);
    Ok(ran.stdout)
}

/// What the compiler says, with the lines that it shows.
#[track_caller]
fn refused(posts: &Outside) -> Result<String> {
    let ran = posts.cargo(&["check"])?;
    assert!(!ran.success, "it compiles:\n{}", ran.stderr);
    Ok(ran.stderr)
}

#[track_caller]
fn says(output: &str, text: &str) {
    assert!(output.contains(text), "`{text}` is not in:\n{output}");
}

#[test]
fn a_change_is_refused_mended_exported_and_registered() -> Result {
    let posts = posts()?;
    let first = posts.read(FILE)?;

    posts.write("src/lib.rs", &record("FULL_TRANSITIVE", BROKEN))?;
    let output = refused(&posts)?;
    says(&output, &format!("Post.text: was string, is now long; breaks FULL_TRANSITIVE against {FILE}"));
    says(&output, "    pub text: i64,\n   |         ^^^^^^^^^");
    says(&output, &format!("Post.likes: is new and has no default; breaks FULL_TRANSITIVE against {FILE}"));
    says(&output, "    pub likes: i64,\n   |         ^^^^^^^^^^");
    assert_eq!(output.matches("error[").count(), 2, "another error:\n{output}");

    posts.write("src/lib.rs", &record("FULL_TRANSITIVE", MENDED))?;
    succeeds(&posts, &["check"])?;
    assert_eq!(posts.read(FILE)?, first, "compiling is not accepting");

    says(&succeeds(&posts, &["run", "--bin", "export"])?, "1 changed");
    let second = posts.read(FILE)?;
    assert!(second.contains("\"likes\""), "{second}");
    succeeds(&posts, &["check"])?;

    let subject = unique("worked-example-value");
    let register = |schema: &str| registry::post(&format!("/subjects/{subject}/versions"), &json!({"schema": schema}));
    assert_eq!(register(&first)?.0, 200);
    let level = json!({"compatibility": "FULL_TRANSITIVE"});
    assert_eq!(registry::put(&format!("/config/{subject}"), &level)?.0, 200);
    let (status, answer) = register(&second)?;
    assert_eq!(status, 200, "the mended schema: {answer}");
    let (status, answer) = register(&Schema::of(&Post::TYPE, None)?.to_string())?;
    assert_eq!(status, 409, "what the compiler refused: {answer}");
    assert_eq!(registry::get(&format!("/subjects/{subject}/versions"))?.1, json!([1, 2]));
    Ok(())
}

/// A post: what the compiler refused, here without a committed file.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Post {
    /// Snowflake id.
    id: i64,
    /// The text, in full.
    text: i64,
    /// How many like it.
    likes: i64,
}

#[test]
fn the_crate_is_compiled_again_when_the_committed_file_changes() -> Result {
    let posts = posts()?;
    let committed = posts.read(FILE)?;
    posts.write(FILE, &committed.replace("\"string\"", "\"boolean\""))?;
    says(&refused(&posts)?, "Post.text: was boolean, is now string");
    posts.write(FILE, &committed)?;
    succeeds(&posts, &["check"])?;
    Ok(())
}

#[test]
fn a_package_has_the_committed_file_and_compiles() -> Result {
    let posts = posts()?;
    let packaged = posts.packaged()?;
    assert_eq!(packaged.read(FILE)?, posts.read(FILE)?);
    succeeds(&packaged, &["check"])?;
    packaged.write("src/lib.rs", &record("FULL_TRANSITIVE", BROKEN))?;
    says(&refused(&packaged)?, "Post.text: was string, is now long");
    Ok(())
}

#[cfg(unix)]
#[test]
fn the_folder_of_schemas_may_be_a_link() -> Result {
    let posts = posts()?;
    std::fs::rename(posts.path("schemas"), posts.path("elsewhere"))?;
    std::os::unix::fs::symlink("elsewhere", posts.path("schemas"))?;
    succeeds(&posts, &["check"])?;
    posts.write("src/lib.rs", &record("FULL_TRANSITIVE", BROKEN))?;
    says(&refused(&posts)?, "Post.text: was string, is now long");
    posts.write("src/lib.rs", &record("FULL_TRANSITIVE", FIRST))?;
    // A package has files where the crate has the link.
    succeeds(&posts.packaged()?, &["check"])?;
    Ok(())
}

#[test]
fn nothing_of_the_gate_is_in_the_program() -> Result {
    let posts = posts()?;
    succeeds(&posts, &["build", "--bin", "export"])?;
    let program = std::fs::read(posts.path("target/debug/export"))?;
    let holds = |text: &str| program.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("com.example.Post"), "this is not the program");
    for text in [FILE, "FULL_TRANSITIVE against", "; breaks ", "cannot read old records"] {
        assert!(!holds(text), "`{text}` is in the program");
    }
    Ok(())
}
