import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dessinerCouches } from './dessin.ts'
import { generes, remplacerEntreMarques } from './generes.ts'
import { executerVerifications, type Verification } from './verification.ts'
import { longueurs } from './verifications/longueurs.ts'
import { modules } from './verifications/modules.ts'
import { types } from './verifications/programmes.ts'

describe('les vérifications', () => {
  const verification = (nom: string, verifier: Verification['verifier']): Verification => ({ nom, verifier })
  const bonne = verification('Bonne', async () => ({ ok: true, bilan: 'bien' }))
  const fausse = verification('Fausse', async () => ({ ok: false, fautes: ['a.ts', 'b.ts'] }))
  const tombee = verification('Tombée', async () => {
    throw new Error('panne')
  })

  it('vont toutes jusqu’au bout, une ligne chacune, et comptent celle qui tombe', async () => {
    const lignes: string[] = []
    const bilan = await executerVerifications('.', [fausse, tombee, bonne], (l) => lignes.push(l))
    expect(bilan).toEqual({ passees: 1, echouees: 2 })
    expect(lignes.filter((l) => /^[✔✘]/.test(l)).map((l) => l.slice(0, 6))).toEqual([
      '✘ Faus',
      '✘ Tomb',
      '✔ Bonn',
    ])
    expect(lignes.join('\n')).toContain('panne')
  })

  it('travaillent ensemble : la première peut attendre la dernière, et s’écrit avant elle', async () => {
    const lignes: string[] = []
    const derniere = Promise.withResolvers<void>()
    const attend = verification('Attend', async () => {
      await derniere.promise
      return { ok: true, bilan: 'bien' }
    })
    const libere = verification('Libère', async () => {
      derniere.resolve()
      return { ok: true, bilan: 'bien' }
    })
    await executerVerifications('.', [attend, libere], (l) => lignes.push(l))
    expect(lignes.map((l) => l.slice(2, 8))).toEqual(['Attend', 'Libère'])
  })

  it('comptent les fautes qu’elles ne montrent pas', async () => {
    const lignes: string[] = []
    const fautes = Array.from({ length: 45 }, (_, i) => `faute ${i}`)
    const longue = verification('Longue', async () => ({ ok: false, fautes }))
    await executerVerifications('.', [longue], (l) => lignes.push(l))
    expect(lignes.at(-1)).toContain('5 autres')
  })
})

describe('sur un dépôt', () => {
  let racine = ''
  const ecrire = (chemin: string, contenu: string) => {
    mkdirSync(dirname(join(racine, chemin)), { recursive: true })
    writeFileSync(join(racine, chemin), contenu)
  }
  const fautes = async ({ verifier }: Verification) => {
    const verdict = await verifier(racine)
    return verdict.ok ? [] : verdict.fautes
  }

  beforeEach(() => {
    racine = mkdtempSync(join(tmpdir(), 'coforme-verification-'))
  })
  afterEach(() => rmSync(racine, { recursive: true, force: true }))

  it('un fichier de 400 lignes passe, un de 401 s’explique ou ne passe pas', async () => {
    ecrire('src/juste.ts', 'x\n'.repeat(400))
    ecrire('src/raison.ts', `// Long parce que la table des communes ne se coupe pas.\n${'x\n'.repeat(400)}`)
    ecrire('db/raison.sql', `-- Long parce qu’une seule vue.\n${'x\n'.repeat(400)}`)
    ecrire('src/a.gen.ts', 'x\n'.repeat(2000))
    expect(await fautes(longueurs)).toEqual([])
    ecrire('src/long.ts', 'x\n'.repeat(401))
    expect(await fautes(longueurs)).toEqual([expect.stringContaining('src/long.ts')])
  })

  it('un module a un rang, un index et une page', async () => {
    ecrire('src/modules/organisme/index.ts', '')
    ecrire('src/modules/organisme/README.md', '')
    expect(await fautes(modules)).toEqual([])
    ecrire('src/modules/inconnu/domain/a.ts', '')
    expect(await fautes(modules)).toHaveLength(3)
  })

  it('un dossier que le compilateur ne couvre pas est une faute', async () => {
    ecrire('src/web/islands/a.ts', '')
    expect((await fautes(types)).join('\n')).toContain('islands')
  })

  it('le dessin des couches est refait quand le tableau change', async () => {
    const dessin = generes.find(({ nom }) => nom === 'docs/architecture.md')
    expect(await dessin?.verifier(racine)).toContain('manque')
    ecrire('docs/architecture.md', 'Avant.\n')
    expect(await dessin?.verifier(racine)).toContain('il y faut')
    ecrire(
      'docs/architecture.md',
      'Avant.\n\n<!-- couches (tools/generes.ts) -->\n<!-- /couches -->\n\nAprès.\n',
    )
    expect(await dessin?.verifier(racine)).toContain('ne suit plus')
    await dessin?.generer(racine)
    expect(await dessin?.verifier(racine)).toBeUndefined()
  })

  it('le dessin ne touche qu’à ce qui est entre les marques', () => {
    const avant = 'Avant.\n<!-- couches (tools/generes.ts) -->\nvieux\n<!-- /couches -->\nAprès.\n'
    const neuf = remplacerEntreMarques(avant, 'neuf')
    expect(neuf).toMatch(/^Avant\.\n<!--[^\n]*-->\n\nneuf\n\n<!-- \/couches -->\nAprès\.\n$/)
    expect(remplacerEntreMarques('rien', 'neuf')).toBeUndefined()
  })

  it('le dessin descend les rangs, du plus haut au plus bas', () => {
    const dessin = dessinerCouches({ bas: 0, milieu: 1, voisin: 1, haut: 2 })
    expect(dessin.indexOf('haut')).toBeLessThan(dessin.indexOf('milieu · voisin'))
    expect(dessin.indexOf('milieu')).toBeLessThan(dessin.indexOf(' bas'))
  })
})
