import { describe, expect, it } from 'vitest'
import { lireCsv } from '#platform/csv/lire-csv.ts'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import { lireTableauAPart, lireXmlAPart } from './lire-fichiers.ts'

/**
 * Le plus long temps que ce fil a travaillé d’une traite pendant le travail, en millisecondes de processeur : ce qu’une page aurait
 * attendu. Le processeur, et non l’horloge, pour qu’une machine chargée ne fasse pas échouer l’essai.
 */
const retard = async <T>(travail: () => Promise<T>): Promise<{ rendu: T; max: number }> => {
  let max = 0
  let fini = false
  const cpu = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1_000
  }
  let avant = cpu()
  const tour = () => {
    const maintenant = cpu()
    max = Math.max(max, maintenant - avant)
    avant = maintenant
    if (!fini) setImmediate(tour)
  }
  setImmediate(tour)
  const rendu = await travail()
  fini = true
  await new Promise((fait) => setImmediate(fait))
  return { rendu, max: Math.max(max, cpu() - avant) }
}
const octets = (t: string) => new Uint8Array(Buffer.from(t))

const unTag = octets(
  `<a ${Array.from({ length: 500_000 }, (_, i) => `attribut${i}="valeur"`).join(' ')}/>`.slice(0, 10_000_000),
)
const grandArbre = octets(
  `<lheo>${'<formation numero="1"><intitule>Élaguer</intitule><objectif>Tenir</objectif></formation>'.repeat(40_000)}</lheo>`,
)
const grandTableau = octets(
  `nom;prenom;courriel;ville\n${'Marchand;Hélène;helene@exemple.example;Rennes\n'.repeat(50_000)}`,
)

describe('lire le pire fichier de chaque sorte ne retient pas les pages plus de 50 ms', () => {
  it('un XML de dix mégaoctets, d’une seule balise aux mille attributs', async () => {
    const { rendu, max } = await retard(() => lireXmlAPart(unTag))
    expect(rendu.ok).toBe(false)
    expect(max).toBeLessThan(50)
  })
  it('un XML de cent mille éléments', async () => {
    const { rendu, max } = await retard(() => lireXmlAPart(grandArbre))
    expect(rendu.ok && rendu.value.enfants.length).toBe(40_000)
    expect(max).toBeLessThan(50)
  })
  it('un tableau de cinquante mille lignes', async () => {
    const { rendu, max } = await retard(() => lireTableauAPart(grandTableau))
    expect(rendu.ok && rendu.value.lignes.length).toBe(50_000)
    expect(max).toBeLessThan(50)
  })
})

it('ce qui revient est ce que la lecture sur place rend, refus compris', async () => {
  const csv = octets('nom;ville\nÉlan;Rennes\n\n;Brest\n')
  expect(await lireTableauAPart(csv)).toEqual(lireCsv(csv))
  const xml = octets('<a x="1"><b>un</b><!-- rien --><b y="2"><c/>deux</b></a>')
  // Un attribut nommé « __proto__ » n’est qu’un attribut, des deux côtés : par leur texte, sans prototype à comparer.
  const [ici, aPart] = [lireOctetsXml(xml), await lireXmlAPart(xml)]
  expect(structuredClone(aPart)).toEqual(structuredClone(ici))
  for (const faux of ['', '<a>', '<!DOCTYPE a><a/>'])
    expect(await lireXmlAPart(octets(faux)), faux).toEqual(lireOctetsXml(octets(faux)))
  expect(await lireTableauAPart(octets('seul'))).toEqual(lireCsv(octets('seul')))
})

it('un fichier qui prend trop de temps, ou trop de mémoire, n’arrête que son fil', async () => {
  expect(await lireTableauAPart(grandTableau, { millisecondes: 1, memoire: 512 })).toMatchObject({
    error: { code: 'trop-long' },
  })
  expect(await lireXmlAPart(grandArbre, { millisecondes: 20_000, memoire: 16 })).toMatchObject({
    error: { code: 'trop-lourd' },
  })
})
