//! The directions in which packages may depend on each other. `CONTRIBUTING.md` draws them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use kconnect_tests::{Result, paths};

/// The workspace's packages and what they declare, by name.
struct Workspace {
    packages: BTreeMap<String, Package>,
}

impl Workspace {
    fn read() -> Result<Self> {
        let metadata = MetadataCommand::new().current_dir(paths::workspace()).no_deps().exec()?;
        Ok(Self {
            packages: metadata.packages.into_iter().map(|package| (package.name.to_string(), package)).collect(),
        })
    }

    /// The packages below a folder of the workspace.
    fn below(&self, folder: &str) -> BTreeSet<String> {
        let folder = paths::workspace().join(folder);
        let below = |package: &&Package| package.manifest_path.starts_with(&folder);
        self.packages.values().filter(below).map(|package| package.name.to_string()).collect()
    }

    /// What is linked into a package: its own dependencies and those of the workspace's packages among them. What only
    /// tests and benches use is not counted.
    fn linked(&self, name: &str) -> BTreeSet<String> {
        let mut linked = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(package) = open.pop().and_then(|name| self.packages.get(&name)) {
            for dependency in package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development) {
                if linked.insert(dependency.name.clone()) && self.packages.contains_key(&dependency.name) {
                    open.push(dependency.name.clone());
                }
            }
        }
        linked
    }

    /// Fails if any of `packages` links any of `forbidden`.
    #[track_caller]
    fn never(&self, packages: &BTreeSet<String>, forbidden: &BTreeSet<String>, why: &str) {
        assert!(!packages.is_empty(), "no packages to look at: the folders of the workspace have changed");
        let links = |package: &String| {
            let found: Vec<_> = self.linked(package).intersection(forbidden).cloned().collect();
            (!found.is_empty()).then(|| format!("{package} links {}", found.join(", ")))
        };
        let wrong: Vec<_> = packages.iter().filter_map(links).collect();
        assert!(wrong.is_empty(), "{}: {why}", wrong.join("; "));
    }
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_api_does_not_depend_on_the_worker() -> Result {
    let why = "a connector author's build must not compile what runs connectors";
    Workspace::read()?.never(&names(&["kconnect"]), &names(&["kconnect-worker"]), why);
    Ok(())
}

#[test]
fn the_api_has_no_runtime_no_kafka_client_and_no_http() -> Result {
    // With its default features, and through the crates of others: what a connector author's build has to wait for.
    let mut tree = Command::new(env!("CARGO"));
    tree.current_dir(paths::workspace()).args(["tree", "--package", "kconnect", "--edges", "normal,build"]);
    let printed = tree.args(["--prefix", "none", "--format", "{p}"]).output()?;
    let printed = String::from_utf8([printed.stdout, printed.stderr].concat())?;
    let linked: BTreeSet<_> = printed.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    assert!(linked.contains("serde"), "cargo tree does not list what kconnect links:\n{printed}");
    let forbidden = names(&["axum", "hyper", "rdkafka", "rdkafka-sys", "reqwest", "tokio"]);
    let found: Vec<_> = linked.intersection(&forbidden).map(String::as_str).collect();
    assert!(found.is_empty(), "kconnect links {}: connectors choose these, or the worker does", found.join(", "));
    Ok(())
}

#[test]
fn the_macros_depend_on_no_package_of_the_workspace() -> Result {
    let workspace = Workspace::read()?;
    let all = workspace.packages.keys().cloned().collect();
    workspace.never(
        &names(&["kconnect-macros"]),
        &all,
        "macros know paths, not types: they are built before everything",
    );
    Ok(())
}

#[test]
fn the_worker_depends_on_no_connector() -> Result {
    let workspace = Workspace::read()?;
    let why = "connectors meet the worker in a binary, through its builder";
    workspace.never(&names(&["kconnect-worker"]), &workspace.below("connectors"), why);
    Ok(())
}

#[test]
fn a_connector_depends_on_neither_the_worker_nor_a_kafka_client() -> Result {
    let workspace = Workspace::read()?;
    let why = "a connector sees kconnect alone, so that anything may run it";
    let forbidden = names(&["kconnect-worker", "rdkafka", "rdkafka-sys"]);
    workspace.never(&connectors(&workspace), &forbidden, why);
    Ok(())
}

#[test]
fn one_connector_does_not_depend_on_another() -> Result {
    let workspace = Workspace::read()?;
    for connector in connectors(&workspace) {
        let mut others = connectors(&workspace);
        others.remove(&connector);
        workspace.never(&[connector].into(), &others, "each connector is published on its own");
    }
    Ok(())
}

#[test]
fn nothing_deployable_depends_on_dev() -> Result {
    let workspace = Workspace::read()?;
    let (dev, tests) = (workspace.below("dev"), workspace.below("tests"));
    let deployable = workspace.packages.keys().filter(|name| !dev.contains(*name) && !tests.contains(*name));
    workspace.never(&deployable.cloned().collect(), &dev, "stand-ins must not reach production");
    Ok(())
}

#[test]
fn nothing_depends_on_the_tests() -> Result {
    let workspace = Workspace::read()?;
    let tests = workspace.below("tests");
    let declares = |package: &&Package| package.dependencies.iter().any(|dependency| tests.contains(&dependency.name));
    let wrong: Vec<_> = workspace.packages.values().filter(declares).map(|package| package.name.as_str()).collect();
    assert!(wrong.is_empty(), "{} depends on the tests: they see all, nothing sees them", wrong.join(", "));
    Ok(())
}

#[test]
fn rdkafka_is_named_only_in_the_workers_kafka_folder() -> Result {
    let allowed = paths::workspace().join("runtime/worker/src/kafka");
    let mut wrong = Vec::new();
    let mut allowed_files = 0;
    for folder in ["macros", "runtime", "connectors", "dev"] {
        sources(&paths::workspace().join(folder), &mut |file, text| {
            if file.starts_with(&allowed) || file == allowed.with_extension("rs") {
                allowed_files += 1;
            } else if let Some(line) = text.lines().position(names_rdkafka) {
                wrong.push(format!("{}:{}", file.strip_prefix(paths::workspace()).unwrap_or(file).display(), line + 1));
            }
        })?;
    }
    assert!(allowed_files > 0, "{} has no sources: the folder has moved", allowed.display());
    assert!(wrong.is_empty(), "rdkafka is named outside runtime/worker/src/kafka/: {}", wrong.join(", "));
    Ok(())
}

/// The connectors' libraries. The bundle is where they meet the worker.
fn connectors(workspace: &Workspace) -> BTreeSet<String> {
    let mut connectors = workspace.below("connectors");
    connectors.remove("kconnect-bundle");
    connectors
}

/// Whether a line of code, not of comment, names the crate.
fn names_rdkafka(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    ["rdkafka::", "use rdkafka", "extern crate rdkafka", "rdkafka_sys"].iter().any(|name| code.contains(name))
}

fn sources(folder: &Path, see: &mut impl FnMut(&Path, &str)) -> Result {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            sources(&path, see)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            see(&path, &fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
