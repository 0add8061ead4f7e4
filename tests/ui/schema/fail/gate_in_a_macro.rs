use kconnect::ConnectSchema;

macro_rules! post {
    ($file:literal, $id:ty) => {
        /// Made by a macro.
        #[derive(ConnectSchema)]
        #[connect(namespace = "com.example", committed = $file)]
        struct Post {
            /// The macro's user names the type.
            id: $id,
            /// The macro names the type.
            text: i32,
        }
    };
}

post!("gate_post.avsc", String);

fn main() {}
