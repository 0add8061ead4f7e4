//! Stands for a test that is killed: holds a process as a test does, tells its id, and waits.

use std::{process::Command, thread, time::Duration};

use kconnect_tests::{Result, process::Process};

fn main() -> Result {
    let mut sleep = Command::new("sleep");
    sleep.arg("600");
    let sleep = Process::start(sleep)?;
    println!("holds {}", sleep.id());
    thread::sleep(Duration::from_mins(10));
    Ok(())
}
