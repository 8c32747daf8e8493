import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plusLongTravail } from '../../../../test/fuzz/plus-long-travail.ts'
import { formes, unModele } from '../test/avis-generes.ts'
import { lireAvis } from './lire-avis.ts'
import { lireAvisAPart } from './lire-avis-a-part.ts'

const octets = (d: unknown) => new TextEncoder().encode(typeof d === 'string' ? d : JSON.stringify(d))

describe('un fichier d’avis fait pour coûter', () => {
  it.each([
    [
      'd’une balise aux mille attributs',
      `<a ${Array.from({ length: 100_000 }, (_, i) => `a${i}="v"`).join(' ')}/>`,
    ],
    ['de crochets emboîtés', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['de trente mille objets vides', `{"results":[${'{},'.repeat(30_000)}{}]}`],
  ])('%s ne retient pas les pages', async (_, texte) => {
    const { max } = await plusLongTravail(() => lireAvisAPart(octets(texte)))
    expect(max).toBeLessThan(50)
  })
  it('n’est pas celui de tous les jours : les mêmes avis, mot pour mot', async () => {
    const ecrire = Object.values(formes)
    const tous = fc.sample(unModele, 12).map((m, i) => ecrire[i % ecrire.length]?.(m))
    const document = octets({ results: [...tous, 'illisible'] })
    const ici = lireAvis(document)
    if (!ici.ok) throw new Error(ici.error.phrase)
    const { lus, rejets } = ici.value
    expect(lus.length).toBeGreaterThan(5)
    expect(await lireAvisAPart(document)).toEqual({ ok: true, value: { lus, rejets: rejets.length } })
  })
})
