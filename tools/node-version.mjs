// Run by an npm script: says which Node npm scripts get, and fails when it is too old for our code.
import process from 'node:process'
import { isNewEnough } from '../bin/node-choice.mjs'

console.log(`Node ${process.versions.node} from ${process.execPath}`)
process.exitCode = isNewEnough(process.versions.node) ? 0 : 1
