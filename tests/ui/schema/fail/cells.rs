//! Cells and locks.

use std::{
    cell::RefCell,
    sync::{Arc, Mutex},
};

use kconnect::ConnectSchema;

/// A record.
#[derive(ConnectSchema)]
#[connect(namespace = "com.example")]
struct Record {
    /// A cell.
    cell: RefCell<i64>,
    /// A lock.
    lock: Arc<Mutex<String>>,
    /// A weak pointer.
    weak: std::sync::Weak<String>,
}

fn main() {}
