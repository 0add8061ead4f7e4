//! Says at once which tool is missing for the libraries that are compiled in, and how to install it.
//!
//! librdkafka, OpenSSL, curl and zlib are C, and each of their builds fails minutes later in words of its own. This script
//! has no dependencies, so it runs among the first.

use std::{env, path::Path, process::ExitCode};

/// A tool, the variable that may name another one, the Debian package that has it, and what needs it.
const TOOLS: [(&str, &str, &str, &str); 5] = [
    ("cc", "CC", "build-essential", "a C compiler, for every library"),
    ("c++", "CXX", "build-essential", "a C++ compiler, for librdkafka's cmake project"),
    ("make", "MAKE", "build-essential", "make, for OpenSSL"),
    ("perl", "PERL", "perl", "perl, for OpenSSL's configuration"),
    ("cmake", "CMAKE", "cmake", "cmake, for librdkafka"),
];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=PATH");
    let missing: Vec<_> =
        TOOLS.into_iter().filter(|(tool, variable, ..)| env::var_os(variable).is_none() && !is_on_path(tool)).collect();
    if missing.is_empty() {
        return ExitCode::SUCCESS;
    }
    for (tool, _, _, what) in &missing {
        println!("cargo::error={tool} is missing: {what}");
    }
    let mut packages: Vec<_> = missing.iter().map(|(_, _, package, _)| *package).collect();
    packages.dedup();
    println!("cargo::error=install what is missing with: apt-get install {}", packages.join(" "));
    ExitCode::FAILURE
}

fn is_on_path(tool: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| Path::new(&folder).join(tool).is_file())
}
