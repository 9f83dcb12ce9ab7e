"""sarif.py LOG [SCHEMA] : what a viewer needs of our SARIF log, which the schema
does not ask for; and that the log is valid by the schema."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    log = json.load(file)
run = log["runs"][0]
rules = run["tool"]["driver"]["rules"]


def require(condition, *what):
    if not condition:
        sys.exit(f"sarif.py: {what}")


def require_location(location):
    physical = location["physicalLocation"]
    require(not physical["artifactLocation"]["uri"].startswith("/"), physical)
    region = physical.get("region")
    if region:
        start = region["startLine"], region["startColumn"]
        require(min(start) >= 1, region)
        require((region["endLine"], region["endColumn"]) >= start, region)


require(log["version"] == "2.1.0", log["version"])
for rule in rules:
    require(rule["id"].startswith("holdfast-"), rule["id"])
    for key in "shortDescription", "fullDescription", "help":
        require(0 < len(rule[key]["text"]), rule["id"], key)
    require(len(rule["shortDescription"]["text"]) <= 1024, rule["id"])
    require(rule["help"]["markdown"].lstrip().startswith("# "), rule["id"])
    require(len(rule["properties"]["tags"]) <= 10, rule["id"])
seen = set()
for result in run["results"]:
    if "ruleIndex" in result:
        require(rules[result["ruleIndex"]]["id"] == result["ruleId"], result)
    require(len(result["locations"]) == 1, result)
    require_location(result["locations"][0])
    mark = result["partialFingerprints"]["primaryLocationLineHash"]
    require(mark not in seen, mark)
    seen.add(mark)
    for flow in result.get("codeFlows", []):
        steps = flow["threadFlows"][0]["locations"]
        require(len(steps) >= 2, steps)
        for step in steps:
            require(step["location"]["message"]["text"], step)
            require_location(step["location"])
    for fix in result.get("fixes", []):
        for change in fix["artifactChanges"]:
            require(change["replacements"], fix)
for invocation in run["invocations"]:
    for notice in invocation.get("toolExecutionNotifications", []):
        require(notice["message"]["text"], notice)
flows = sum("codeFlows" in result for result in run["results"])
suppressed = sum("suppressions" in result for result in run["results"])
print(f"{len(run['results'])} results, {flows} with code flow, {suppressed} suppressed, "
      f"complete: {run['invocations'][0]['executionSuccessful']}")
if sys.argv[2:]:
    import jsonschema

    with open(sys.argv[2], encoding="utf-8") as file:
        jsonschema.validate(log, json.load(file))
    print("valid by the schema")
