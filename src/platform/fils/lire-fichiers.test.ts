import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { lireOccupe } from '#platform/agenda/lire-occupe.ts'
import { lireCsv } from '#platform/csv/lire-csv.ts'
import { reduireImage } from '#platform/images/reduire.ts'
import { ecrireXlsx, zip } from '#platform/tableur/ecrire-xlsx.ts'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import { plusLongTravail } from '../../../test/fuzz/plus-long-travail.ts'
import { demandeServie } from './lire-a-part.ts'
import { lireTableauAPart, lireXmlAPart } from './lire-fichiers.ts'

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
const ligne = ['Marchand', 'Hélène', 'helene@exemple.example', 'Rennes']
const grandClasseur = ecrireXlsx([
  { nom: 'Liste', lignes: [['nom', 'prenom', 'courriel', 'ville'], ...Array(50_000).fill(ligne)] },
])
/** Cent fois plus gros une fois déplié : au-delà de ce que l’on déplie. */
const classeurGonfle = zip([
  { nom: 'xl/workbook.xml', octets: Buffer.alloc(101_000_000, ' ') },
  { nom: 'xl/worksheets/sheet1.xml', octets: Buffer.from('<worksheet/>') },
])

/** Un texte de cinq mille signes, que citent deux millions de cellules : dix gigaoctets une fois lus. */
const classeurQuiCite = zip([
  {
    nom: 'xl/workbook.xml',
    octets: Buffer.from('<workbook xmlns:r="r"><sheets><sheet name="L" r:id="r1"/></sheets></workbook>'),
  },
  {
    nom: 'xl/_rels/workbook.xml.rels',
    octets: Buffer.from('<Relationships><Relationship Id="r1" Target="l.xml"/></Relationships>'),
  },
  { nom: 'xl/sharedStrings.xml', octets: Buffer.from(`<sst><si><t>${'a'.repeat(5_000)}</t></si></sst>`) },
  {
    nom: 'xl/l.xml',
    octets: Buffer.from(
      `<worksheet><sheetData>${`<row>${'<c t="s"><v>0</v></c>'.repeat(200)}</row>`.repeat(10_000)}</sheetData></worksheet>`,
    ),
  },
])

describe('lire le pire fichier de chaque sorte ne retient pas les pages plus de 50 ms', () => {
  it('un XML de dix mégaoctets, d’une seule balise aux mille attributs', async () => {
    const { rendu, max } = await plusLongTravail(() => lireXmlAPart(unTag))
    expect(rendu.ok).toBe(false)
    expect(max).toBeLessThan(50)
  })
  it('un XML de cent mille éléments', async () => {
    const { rendu, max } = await plusLongTravail(() => lireXmlAPart(grandArbre))
    expect(rendu.ok && rendu.value.enfants.length).toBe(40_000)
    expect(max).toBeLessThan(50)
  })
  it('un tableau de cinquante mille lignes', async () => {
    const { rendu, max } = await plusLongTravail(() => lireTableauAPart(grandTableau))
    expect(rendu.ok && rendu.value.lignes.length).toBe(50_000)
    expect(max).toBeLessThan(50)
  })
})

describe('de même un classeur, une image et un agenda', () => {
  it('un classeur de cinquante mille lignes', async () => {
    const { rendu, max } = await plusLongTravail(() => lireTableauAPart(grandClasseur))
    expect(rendu.ok && rendu.value.lignes.length).toBe(50_000)
    expect(max).toBeLessThan(50)
  })
  it('un classeur qui se gonfle jusqu’à cent mégaoctets', async () => {
    const { rendu, max } = await plusLongTravail(() => lireTableauAPart(classeurGonfle))
    expect(rendu.ok).toBe(false)
    expect(max).toBeLessThan(50)
  })
  it('un classeur où deux millions de cellules citent un même long texte', async () => {
    expect(classeurQuiCite.length).toBeLessThan(1_000_000)
    const { rendu, max } = await plusLongTravail(() => lireTableauAPart(classeurQuiCite))
    expect(rendu).toMatchObject({ ok: false, error: { code: 'csv-illisible' } })
    expect(max).toBeLessThan(50)
  })
  it('une image de trente-neuf millions de pixels', async () => {
    const image = await sharp({ create: { width: 6_500, height: 6_000, channels: 3, background: '#888' } })
      .png()
      .toBuffer()
    const { rendu, max } = await plusLongTravail(() => reduireImage(image))
    expect(rendu.ok).toBe(true)
    expect(max).toBeLessThan(50)
  })
  it('un agenda d’un mégaoctet, dont une règle ne finit pas', async () => {
    const evenement = (i: number, regle = '') =>
      `BEGIN:VEVENT\r\nUID:${i}\r\nDTSTART:20261103T090000Z\r\nDTEND:20261103T100000Z\r\n${regle}END:VEVENT\r\n`
    const corps = Array.from({ length: 10_000 }, (_, i) => evenement(i)).join('')
    const texte = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${corps}${evenement(-1, 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n')}END:VCALENDAR\r\n`
    const fenetre = { du: Date.parse('2026-11-01'), au: Date.parse('2026-12-01'), zone: 'Europe/Paris' }
    const { max } = await plusLongTravail(() => lireOccupe(octets(texte), fenetre, { millisecondes: 3_000 }))
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

it('qui renonce n’attend pas la fin : la lecture s’arrête, et rien n’en revient', async () => {
  const demande = new AbortController()
  const lecture = demandeServie.run(demande.signal, () => lireXmlAPart(grandArbre))
  demande.abort()
  expect(await lecture).toMatchObject({ error: { code: 'renonce' } })
  expect(await demandeServie.run(demande.signal, () => lireXmlAPart(grandArbre))).toMatchObject({
    error: { code: 'renonce' },
  })
})

it('un fichier qui prend trop de temps, ou trop de mémoire, n’arrête que son fil', async () => {
  expect(await lireTableauAPart(grandTableau, { millisecondes: 1, memoire: 512 })).toMatchObject({
    error: { code: 'trop-long' },
  })
  expect(await lireXmlAPart(grandArbre, { millisecondes: 20_000, memoire: 16 })).toMatchObject({
    error: { code: 'trop-lourd' },
  })
})
