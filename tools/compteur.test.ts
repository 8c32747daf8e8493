import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { passerVitest } from './vitest.ts'

// Un vrai Vitest sur un dossier à part : le compte ne vaut que s’il tient face à de vraies fautes.
// La borne n’affirme rien : elle laisse à une machine chargée le temps de lancer sept Vitest.
describe('le compteur', () => {
  let dossier = ''
  const ecrire = (nom: string, contenu: string) => writeFileSync(join(dossier, nom), contenu)
  const passer = (...args: string[]) => passerVitest({ dossier, args }, false)

  beforeEach(() => {
    dossier = mkdtempSync(join(tmpdir(), 'coforme-compteur-'))
    // Pour que « vitest » s’y résolve, sans écrire dans node_modules, qui peut être à un autre compte.
    symlinkSync(join(import.meta.dirname, '../node_modules'), join(dossier, 'node_modules'))
    ecrire('vitest.config.mjs', "export default { test: { include: ['*.cas.mjs'] } }\n")
    ecrire(
      'bon.cas.mjs',
      "import { expect, it } from 'vitest'\nit('un', () => expect(1).toBe(1))\nit('deux', () => {})\n",
    )
  })
  afterEach(() => rmSync(dossier, { recursive: true, force: true }))

  it('compte ce qui passe', async () => {
    expect(await passer()).toEqual({ passes: 2, echoues: 0, sautes: 0 })
  })

  it('compte un test qui échoue', async () => {
    ecrire('faux.cas.mjs', "import { expect, it } from 'vitest'\nit('faux', () => expect(1).toBe(2))\n")
    expect(await passer()).toEqual({ passes: 2, echoues: 1, sautes: 0 })
  })

  it('compte pour un échec un fichier qui ne se charge pas', async () => {
    ecrire('casse.cas.mjs', "import './absent.mjs'\nimport { it } from 'vitest'\nit('jamais', () => {})\n")
    expect(await passer()).toEqual({ passes: 2, echoues: 1, sautes: 0 })
  })

  it('compte pour un échec une préparation qui tombe', async () => {
    ecrire(
      'prepare.cas.mjs',
      "import { beforeAll, describe, it } from 'vitest'\ndescribe('groupe', () => {\n  beforeAll(() => { throw new Error('non') })\n  it('jamais', () => {})\n})\n",
    )
    expect(await passer()).toEqual({ passes: 2, echoues: 1, sautes: 1 })
  })

  it('compte pour un échec une promesse que personne n’attend', async () => {
    ecrire(
      'perdue.cas.mjs',
      "import { it } from 'vitest'\nit('passe', () => { void Promise.reject(new Error('perdue')) })\n",
    )
    const { passes, echoues } = await passer()
    expect({ passes, echoues }).toEqual({ passes: 3, echoues: 1 })
  })

  it('compte pour un échec un test isolé des autres', async () => {
    const isole = ['it', 'only'].join('.')
    ecrire('isole.cas.mjs', `import { it } from 'vitest'\n${isole}('seul', () => {})\n`)
    expect((await passer()).echoues).toBeGreaterThan(0)
  })

  it('compte pour un échec un filtre qui ne retient rien', async () => {
    expect(await passer('introuvable')).toEqual({ passes: 0, echoues: 1, sautes: 0 })
  })
})
