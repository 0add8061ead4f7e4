//! The gate in surroundings that hide what it might lean on, and under lints that forbid what it might leave behind.
#![deny(missing_docs, unused, unused_qualifications, unreachable_pub, non_upper_case_globals, clippy::all)]
#![allow(dead_code, non_camel_case_types)]

mod hidden {
    //! Names that the prelude has as well.

    use ::kconnect::ConnectSchema as Derive;

    struct Option;
    struct Gate;
    struct core;
    struct kconnect;
    struct gate;
    const __GATE: u8 = 0;
    mod std {}

    /// A post.
    #[derive(Derive)]
    #[connect(namespace = "com.example", committed = "gate_post.avsc")]
    pub(crate) struct Post {
        /// Snowflake id.
        id: i64,
        /// The text, in full.
        r#text: String,
        /// Is new.
        #[connect(default = 0)]
        r#type: i32,
    }
}

fn main() {
    fn inside() {
        /// A post.
        #[derive(::kconnect::ConnectSchema)]
        #[connect(namespace = "com.example", committed = "gate_post.avsc")]
        struct Post {
            /// Snowflake id.
            id: i64,
        }
    }
    inside();
}
