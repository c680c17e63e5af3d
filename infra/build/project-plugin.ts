import type { Plugin } from 'esbuild'
import { PROJECT } from './project.ts'

/** A bundled program finds the files of the project where they were when it was bundled. */
export const projectPlugin: Plugin = {
  name: 'project',
  setup: (build) => {
    build.onLoad({ filter: /[\\/]infra[\\/]build[\\/]project\.ts$/ }, () => ({
      contents: `export const PROJECT = ${JSON.stringify(PROJECT)}`,
    }))
  },
}
