//! Keys that give no constant, or the same one.

#![deny(warnings)]

use kconnect::ConfigDef;

#[derive(ConfigDef, Clone, Debug)]
struct Config {
    /// A dot.
    #[config(key = "a.b", importance = low, default = 1)]
    dot: i32,
    /// A dash: would be called as the one before.
    #[config(key = "a-b", importance = low, default = 2)]
    dash: i32,
    /// Begins with a digit.
    #[config(key = "2nd.place", importance = low, default = 3)]
    digit: i32,
    /// In camel case.
    #[config(key = "twitter.oauth.consumerKey", importance = low, default = 4)]
    camel: i32,
    /// Letters of the world.
    #[config(key = "größe", importance = low, default = 5)]
    size: i32,
    /// In capitals.
    #[config(key = "KEY", importance = low, default = 6)]
    key: i32,
}

fn main() {
    assert_eq!((Config::A_B_CONF, Config::KEY_CONF), ("a.b", "KEY"));
    assert_eq!(Config::TWITTER_OAUTH_CONSUMER_KEY_CONF, "twitter.oauth.consumerKey");
    let config = Config::parse(&[].into()).unwrap();
    assert_eq!([config.dot, config.dash, config.digit, config.camel, config.size, config.key], [1, 2, 3, 4, 5, 6]);
}
