//! `schemas export`.

use std::{path::Path, process::ExitCode};

use super::{Folders, complain, print};

pub(super) fn run(folders: &Folders, dir: &Path) -> ExitCode {
    let mut report = Vec::new();
    for (folder, catalog) in folders {
        match catalog.write(&dir.join(folder)) {
            Ok(changed) => {
                report.extend(changed.iter().map(|path| format!("wrote {}\n", path.display())));
                let same = catalog.schemas().count() - changed.len();
                if same > 0 {
                    report.push(format!("{folder}: {same} file(s) up to date\n"));
                }
            }
            Err(error) => return complain(&error.chain()),
        }
    }
    print(&report.concat())
}
