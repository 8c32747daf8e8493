import { Encrypter } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partager, reunir } from '#web/islands/scelle/partager.ts'
import {
  desceller,
  enHex,
  lireCentiemes,
  nouvelleCle,
  type Prix,
  preparerSecours,
  rendrePart,
  retrouverSecours,
  sceller,
  totalDe,
  totalDeLigne,
} from '#web/islands/scelle/prix.ts'
import type { Membre } from '../domain/groupement.ts'
import { manquesPourSceller, partsDuSecours } from '../domain/plis.ts'

const prix = (centimes: number): Prix => ({
  groupement: 'g',
  membre: 'm',
  lignes: [{ poste: 'Français', unite: 'journée', quantite: 5000, centimes }],
})
/** Un pli fait hors de cette page, comme qui voudrait tromper. */
const scellerSansJuger = async (p: Prix, pour: string) => {
  const octets = new TextEncoder().encode(JSON.stringify({ sel: '00', clair: JSON.stringify(p) }))
  const plein = new Uint8Array(8192)
  new DataView(plein.buffer).setUint32(0, octets.length)
  plein.set(octets, 4)
  const e = new Encrypter()
  e.addRecipient(pour)
  return { engagement: new Uint8Array(32), chiffre: await e.encrypt(plein) }
}
const attendu = (engagement: Uint8Array) => ({ engagement, groupement: 'g', membre: 'm' })

describe('un prix scellé', () => {
  it('s’ouvre par le mandataire, le secours et le membre, et par personne d’autre', async () => {
    const [mandataire, secours, membre, autre] = await Promise.all([
      nouvelleCle(),
      nouvelleCle(),
      nouvelleCle(),
      nouvelleCle(),
    ])
    const pli = await sceller(prix(59_000), [mandataire.publique, secours.publique, membre.publique])
    for (const cle of [mandataire, secours, membre])
      expect(await desceller(pli.chiffre, cle.identite, attendu(pli.engagement))).toEqual({
        prix: prix(59_000),
        fidele: true,
      })
    await expect(desceller(pli.chiffre, autre.identite, attendu(pli.engagement))).rejects.toThrow()
  })
  it('a la même taille quel que soit le prix, et ne se reconnaît pas d’un pli à l’autre', async () => {
    const cle = await nouvelleCle()
    const plis = await Promise.all([1, 1, 999_999_999].map((c) => sceller(prix(c), [cle.publique])))
    expect(new Set(plis.map((p) => p.chiffre.length)).size).toBe(1)
    expect(plis[0]?.chiffre.length).toBeGreaterThanOrEqual(8192)
    expect(plis[0]?.chiffre.length).toBeLessThanOrEqual(12_288)
    expect(new Set(plis.map((p) => enHex(p.engagement))).size).toBe(3)
    const long = {
      ...prix(1),
      lignes: Array.from({ length: 200 }, () => ({ ...prix(1).lignes[0], poste: 'x'.repeat(80) })),
    }
    await expect(sceller(long as Prix, [cle.publique])).rejects.toThrow('trop long')
  })
  it('chaque altération se voit : un octet changé, un engagement d’un autre, le pli d’un autre membre', async () => {
    const cle = await nouvelleCle()
    const [a, b] = await Promise.all([sceller(prix(100), [cle.publique]), sceller(prix(200), [cle.publique])])
    for (let i = 0; i < 60; i += 1) {
      const rang = Math.floor((i * a.chiffre.length) / 60)
      const change = a.chiffre.slice()
      change[rang] = (change[rang] ?? 0) ^ (1 << (i % 8))
      await expect(desceller(change, cle.identite, attendu(a.engagement)), `octet ${rang}`).rejects.toThrow()
    }
    expect((await desceller(b.chiffre, cle.identite, attendu(a.engagement))).fidele).toBe(false)
    expect(
      (await desceller(a.chiffre, cle.identite, { ...attendu(a.engagement), membre: 'autre' })).fidele,
    ).toBe(false)
    expect(
      (await desceller(a.chiffre, cle.identite, { ...attendu(a.engagement), groupement: 'autre' })).fidele,
    ).toBe(false)
  })
  it('ce qu’un pli porte se juge : une quantité négative, un texte, un total faux ne s’ouvrent pas', async () => {
    const cle = await nouvelleCle()
    const ligne = prix(1).lignes[0]
    for (const lignes of [
      'x',
      [null],
      [{ ...ligne, quantite: -5000 }],
      [{ ...ligne, centimes: 0.5 }],
      [{ ...ligne, centimes: '100' }],
      [{ ...ligne, poste: 3 }],
      [{ ...ligne, quantite: 1e11, centimes: 1e11 }],
    ]) {
      const crafte = { ...prix(1), lignes } as unknown as Prix
      await expect(sceller(crafte, [cle.publique])).rejects.toThrow()
      const pli = await scellerSansJuger(crafte, cle.publique)
      await expect(desceller(pli.chiffre, cle.identite, attendu(pli.engagement))).rejects.toThrow(
        'pas un bordereau',
      )
    }
  })
  it('se totalise au centime, sans décimale', () => {
    expect(totalDeLigne({ quantite: 150, centimes: 333 })).toBe(500)
    expect(totalDe(prix(59_000).lignes)).toBe(2_950_000)
    expect(['590', '1 234,5', '0,05', '12.30', 'x', '-1', '1,234', ''].map(lireCentiemes)).toEqual([
      59_000,
      123_450,
      5,
      1230,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('le secours, k sur n', () => {
  it('k parts rendent le secret, quelles qu’elles soient', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 0, max: 4 }),
        fc.infiniteStream(fc.nat()),
        (secret, k, plus, hasard) => {
          const parts = partager(secret, k, k + plus)
          const melees = parts
            .map((p) => ({ p, r: hasard.next().value as number }))
            .sort((x, y) => x.r - y.r)
            .map((x) => x.p)
          expect(reunir(melees.slice(0, k))).toEqual(secret)
        },
      ),
    )
    expect(() => partager(new Uint8Array(2), 1, 3)).toThrow()
    expect(() => partager(new Uint8Array(2), 4, 3)).toThrow()
  })
  it('k − 1 parts ne disent rien : un même octet donne toutes les valeurs, également', () => {
    const compte = new Array<number>(256).fill(0)
    const tirages = 51_200
    for (const v of partager(new Uint8Array(tirages).fill(42), 2, 2)[0]?.y ?? [])
      compte[v] = (compte[v] ?? 0) + 1
    const khi = compte.reduce((s, n) => s + (n - tirages / 256) ** 2 / (tirages / 256), 0)
    // 255 degrés : 390 n’arrive pas une fois sur un million.
    expect(khi).toBeLessThan(390)
  })
  it('la clé du mandataire perdue, deux des autres membres la remplacent, une part fausse comprise ; un seul n’y arrive pas', async () => {
    const autres = await Promise.all(
      ['b', 'c', 'd'].map(async (organisme) => ({ organisme, ...(await nouvelleCle()) })),
    )
    const [perdue, neuve] = [await nouvelleCle(), await nouvelleCle()]
    const secours = await preparerSecours(2, autres)
    const pli = await sceller(prix(59_000), [perdue.publique, secours.destinataire])
    const rendre = (i: number, cles = [autres[i]?.identite ?? '']) =>
      rendrePart(secours.parts[i]?.part ?? '', cles, neuve.publique)
    await expect(rendre(0, [autres[1]?.identite ?? ''])).rejects.toThrow()
    // Une clé remplacée depuis rend encore sa part.
    const [b, c, d] = await Promise.all([
      rendre(0, [(await nouvelleCle()).identite, autres[0]?.identite ?? '']),
      rendre(1),
      rendre(2),
    ])
    const autreSecours = await preparerSecours(2, autres)
    const fausse = await rendrePart(
      autreSecours.parts[0]?.part ?? '',
      [autres[0]?.identite ?? ''],
      neuve.publique,
    )
    for (const rendues of [
      [b, d],
      [fausse, c, d],
      ['AAAA', fausse, b, c],
      [b, b, d],
    ]) {
      const identite = await retrouverSecours(rendues, [neuve.identite], secours)
      expect((await desceller(pli.chiffre, identite, attendu(pli.engagement))).prix).toEqual(prix(59_000))
    }
    for (const rendues of [[b], [fausse, b], [b, b], []])
      await expect(retrouverSecours(rendues, [neuve.identite], secours)).rejects.toThrow('manque')
  })
  it('se partage entre les autres que le mandataire ; à deux, il n’y en a pas', () => {
    expect([2, 3, 4, 5, 6].map(partsDuSecours)).toEqual([undefined, 2, 2, 3, 3])
    const [a, b, c] = ['a', 'b', 'c'].map(
      (o, i) => ({ organisme: o, nom: o, mandataire: i === 0 }) as unknown as Membre,
    ) as [Membre, Membre, Membre]
    const [hier, jour, demain] = [1, 2, 3].map((j) => new Date(Date.UTC(2026, 10, j))) as [Date, Date, Date]
    const cles = (le: Date, qui: Membre = b) =>
      new Map(
        [a, b, c].map((m) => [
          m.organisme,
          { publique: m.nom, le: m.organisme === qui.organisme ? le : hier },
        ]),
      )
    const secours = {
      k: 2,
      destinataire: 's',
      le: jour,
      parts: [b, c].map((m) => ({ organisme: m.organisme, part: 'p' })),
    }
    expect(manquesPourSceller([a, b], cles(hier), undefined)).toEqual([])
    expect(manquesPourSceller([a, b, c], cles(hier), undefined)[0]).toContain('clé de secours')
    expect(manquesPourSceller([a, b, c], cles(hier), secours)).toEqual([])
    // Le mandataire qui a perdu sa clé en prépare une autre : le secours vaut toujours, c’est lui qui rouvre.
    expect(manquesPourSceller([a, b, c], cles(demain, a), secours)).toEqual([])
    // Un membre a remplacé la sienne : sa part est pour celle d’avant.
    expect(manquesPourSceller([a, b, c], cles(demain), secours)[0]).toContain('b n’a pas sa part')
  })
})
