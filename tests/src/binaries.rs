//! The workspace's own binaries, as a test of another package finds them.

use std::{
    env,
    io::Cursor,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::Duration,
};

use cargo_metadata::Message;

use crate::{Failure, Result, failure::Context, paths, tool};

/// librdkafka and OpenSSL are C, and large.
const LIMIT: Duration = Duration::from_mins(30);

/// `kconnect`, the binary that operators deploy.
///
/// # Errors
/// If it does not build, with the compiler's output.
pub fn kconnect() -> Result<PathBuf> {
    of("connectors/bundle")
}

/// What `cargo run` starts.
///
/// # Errors
/// If it does not build, with the compiler's output.
pub fn demo() -> Result<PathBuf> {
    of("dev/demo")
}

/// `x-api`, the stand-in for the X API.
///
/// # Errors
/// If it does not build, with the compiler's output.
pub fn x_api() -> Result<PathBuf> {
    of("dev/x-api")
}

/// A binary and the folder of its package.
type Binary = (PathBuf, PathBuf);

fn of(folder: &str) -> Result<PathBuf> {
    static BUILT: OnceLock<Result<Vec<Binary>>> = OnceLock::new();
    let built = BUILT.get_or_init(build).as_ref().map_err(Clone::clone)?;
    let found = built.iter().find(|(package, _)| package == &paths::workspace().join(folder));
    found.map(|(_, binary)| binary.clone()).ok_or_else(|| Failure::new(format!("{folder} has no binary")))
}

/// Builds them with the profile and into the target directory of the test that runs. Cargo itself finds out that there
/// is nothing to do.
fn build() -> Result<Vec<Binary>> {
    let test = env::current_exe().doing(|| "asking for the path of this test".to_owned())?;
    let (target, profile) = directories(&test)?;
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into()));
    cargo.current_dir(paths::workspace()).args(["build", "--bins", "--message-format=json-render-diagnostics"]);
    cargo.args(["-p", "kconnect-bundle", "-p", "kconnect-demo", "-p", "kconnect-x-api"]);
    cargo.args(["--profile", profile]).arg("--target-dir").arg(target);
    let messages = tool::run(cargo, LIMIT, "rustup")?;
    Message::parse_stream(Cursor::new(messages))
        .filter_map(|message| match message {
            Ok(Message::CompilerArtifact(artifact)) => {
                let package = artifact.manifest_path.parent()?.to_owned().into_std_path_buf();
                Some(Ok((package, artifact.executable?.into_std_path_buf())))
            }
            Ok(_) => None,
            Err(error) => Some(Err(error.into())),
        })
        .collect()
}

/// A test is `<target>/<profile's folder>/deps/<test>`.
fn directories(test: &Path) -> Result<(&Path, &str)> {
    let folder = test.ancestors().nth(2);
    let name = folder.and_then(Path::file_name).and_then(|name| name.to_str());
    match (folder.and_then(Path::parent), name) {
        (Some(target), Some("debug")) => Ok((target, "dev")),
        (Some(target), Some(profile)) => Ok((target, profile)),
        _ => Err(Failure::new(format!("{} is not in a target directory of cargo", test.display()))),
    }
}
