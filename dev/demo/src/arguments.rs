//! The demo's command line.

use clap::Parser;

/// Runs the blog post's Twitter source connector on this machine with nothing installed.
///
/// It starts a broker inside the process, a schema registry inside the process, and a stand-in for the X API on
/// loopback that replays posts and matches them against the connector's rules. Then it starts a Connect worker with the
/// blog post's properties file, of which only the four credentials are replaced and the API's address is added. Posts
/// arrive on the topic as Avro in Confluent's wire format; some are shown, decoded. It ends by itself.
#[derive(Parser, Debug)]
#[command(name = "kconnect-demo", version, max_term_width = 120, after_long_help = AFTER)]
pub(crate) struct Arguments {
    /// Posts that the stand-in offers each second; the connector's rules select some of them
    #[arg(long, default_value_t = 60.0, value_name = "POSTS")]
    pub(crate) rate: f64,
    /// How often the stand-in offers all its posts, each time under new ids
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// How many records are shown, decoded as JSON without what is null or neutral (false, -1, empty)
    #[arg(long, default_value_t = 3, value_name = "N")]
    pub(crate) show: usize,
    /// Show the worker's log
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

const AFTER: &str = "\
From here to a real cluster:
  1. Build the binary that operators deploy:
       cargo build --release -p kconnect-bundle
  2. Copy the two files of connectors/twitter/config/ to where you are. Name your brokers and your schema
     registry in worker.properties, and put your X app's keys and tokens into twitter-source.properties.
  3. Run it:
       target/release/kconnect standalone worker.properties twitter-source.properties

  target/release/kconnect standalone --help explains the rest.";
