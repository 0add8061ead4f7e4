//! The suite that every connector runs: killed and stopped wherever it waits.

use kconnect::testing::{HandedOver, SourceSuite, Upstream};
use kconnect_twitter::TwitterSourceConnector;
use kconnect_x_api::{Posts, XApi};

use crate::support::properties;

/// How many posts the stand-in has in each run.
const POSTS: u64 = 5;

/// The stand-in, which offers a few posts to whoever is connected.
struct Stream(XApi);

impl Upstream for Stream {
    fn props(&self) -> Vec<(String, String)> {
        properties(&self.0).into_iter().map(|(key, value)| (key, value.expose().unwrap().to_owned())).collect()
    }

    fn offered(&self) -> Vec<String> {
        (1..=POSTS).map(Posts::numbered_id).collect()
    }

    fn identity(&self, record: &HandedOver) -> Option<String> {
        record.value["Id"].as_i64().map(|id| id.to_string())
    }
}

#[tokio::test]
async fn it_makes_nothing_up_and_never_hangs_wherever_it_is_killed_or_stopped() {
    let suite =
        SourceSuite::new(async |_faults| Stream(XApi::builder().posts(Posts::numbered(POSTS)).start().await.unwrap()));
    // A stream that is not listened to is gone.
    let report = suite.without_history().most(40).run::<TwitterSourceConnector>().await.unwrap();
    assert!(report.restarts > 10, "{report}");
}
