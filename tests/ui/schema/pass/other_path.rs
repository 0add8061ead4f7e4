//! A facade that re-exports the crate under another path.

#![no_implicit_prelude]

mod facade {
    pub(crate) use ::kconnect as connect;
}

/// A record.
#[derive(facade::connect::ConnectSchema)]
#[connect(namespace = "com.example", crate = facade::connect)]
struct Record {
    /// A number.
    #[connect(default = 5, alias = "number")]
    id: i64,
}

/// Records.
#[derive(facade::connect::RecordSet)]
#[connect(crate = facade::connect)]
enum Records {
    Record(i64, Record),
}

fn main() {
    let _ = <Records as facade::connect::RecordSet>::PAIRS;
}
