//! Structs that not everybody sees.

#![deny(warnings)]
#![allow(dead_code)]

mod outer {
    pub(crate) mod inner {
        use kconnect::{ConfigDef, ConfigField};

        #[derive(ConfigField, Clone)]
        struct Hidden(i32);

        #[derive(ConfigDef, Clone)]
        struct Private {
            /// Size.
            #[config(importance = low, default = Hidden(1))]
            size: Hidden,
        }

        #[derive(ConfigDef, Clone)]
        pub(super) struct Above {
            /// Size.
            #[config(importance = low, default = 2)]
            pub(super) size: i32,
            #[config(embed = "private.")]
            private: Private,
        }

        #[derive(ConfigDef, Clone)]
        pub(in crate::outer) struct Within {
            /// Size.
            #[config(importance = low, default = 3)]
            pub(in crate::outer) size: i32,
        }

        #[derive(ConfigDef, Clone)]
        pub(crate) struct Everywhere {
            /// Size.
            #[config(importance = low, default = 4)]
            pub(crate) size: i32,
        }
    }

    pub(crate) fn sizes() -> [i32; 2] {
        use kconnect::ConfigDef;

        let names = [inner::Above::SIZE_CONF, inner::Within::SIZE_CONF];
        assert_eq!(names, ["size", "size"]);
        [inner::Above::parse(&[].into()).unwrap().size, inner::Within::parse(&[].into()).unwrap().size]
    }
}

fn main() {
    use kconnect::ConfigDef;

    assert_eq!(outer::sizes(), [2, 3]);
    assert_eq!(outer::inner::Everywhere::parse(&[].into()).unwrap().size, 4);
}
