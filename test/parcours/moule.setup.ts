import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Où `copierMoule` range ce qu’il fait : un dossier de tout le passage (`tools/essayer.ts`), sinon de ce projet seul. */
    moules: string
  }
}

export default async (project: TestProject) => {
  const { COFORME_TEST_MOULES: partage } = process.env
  if (partage) return project.provide('moules', partage)
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-moules-'))
  await chmod(dossier, 0o711)
  project.provide('moules', dossier)
  return () => rm(dossier, { recursive: true, force: true })
}
