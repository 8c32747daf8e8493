import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { baseNeuve } from '../test/base/index.ts'
import { composerTypes } from './composer-types.ts'

const base = await baseNeuve()

it('les types de la base sont ceux de la base migrée', async () => {
  // Le schéma témoin n'existe que dans le modèle des essais.
  await base.proprietaire(`drop schema temoin cascade; set local role coforme_porte;
    drop function porte.ouvrir_essai(uuid, uuid, text)`)
  const client = await base.client('coforme_owner')
  const ecrit = await readFile(path.resolve(import.meta.dirname, '../src/platform/db/schema.gen.ts'), 'utf8')
  expect(ecrit, 'lancer « node tools/generer-types.ts »').toBe(await composerTypes(client))
})

it('un type inconnu est refusé plutôt que deviné', async () => {
  await base.proprietaire('create table app.etrange (p point)')
  const client = await base.client('coforme_owner')
  await expect(composerTypes(client)).rejects.toThrow('point')
})
