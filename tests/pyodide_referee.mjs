/* The second referee of the page what if: Pyodide runs the package itself beside the page's script, and both must answer
   alike. Arguments: the folder of Pyodide, how many regions at most, and each folder that Python is to import from. */
import { pathToFileURL } from "node:url";

const [pyodide, most, ...folders] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide();
folders.forEach((folder, place) => {
  python.FS.mkdirTree(`/from/${place}`);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, `/from/${place}`);
});
const asked = JSON.parse(python.runPython(`
import json, sys
sys.path[:0] = [f"/from/{place}" for place in range(${folders.length})]
import yosrules_derby_forums
from whatif_answers import ASK, DAY, by_python, regions, stated
from yosrules.browser import in_javascript
from yosrules.hooks.load import load
policy = load({"derby": yosrules_derby_forums}).forum_policy("derby-high-risk-strategy")
(edition,) = policy.editions
(read,) = edition.readings().values()
records = regions(policy, ${Number(most)})
asked = [0, 0, [stated(each) for each in records], str(DAY.toordinal())]
json.dumps({
    "version": sys.version.split()[0], "platform": sys.platform, "script": in_javascript(policy),
    "ask": ASK, "asked": json.dumps(asked), "answers": [by_python(policy, read, each, DAY) for each in records],
})
`));
const answers = new Function(`${asked.script}return ${asked.ask}`)()(asked.asked);
const differing = answers.flatMap((answer, place) =>
  JSON.stringify(answer) === JSON.stringify(asked.answers[place]) ? [] : [[place, answer, asked.answers[place]]]);
const { version, platform } = asked;
console.log(JSON.stringify({ version, platform, regions: answers.length, differing: differing.slice(0, 3) }));
