import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exempleCertificat, exempleSignaturesCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exempleFeuille, exempleLongue } from '#modules/emargement/test/exemple-feuille.ts'
import { createPdfRenderer, PdfPanne } from '#platform/pdf/create-pdf-renderer.ts'
import { trouverGabarits } from '#platform/pdf/lieux.ts'
import type { PdfRequest } from '#platform/pdf/pdf.ts'
import { annoncesDuPdf, aspectDuPdf, jointsDuPdf, pagesDuPdf } from './lire-pdf.ts'
import { serre } from './texte.ts'

const pdf = createPdfRenderer({ places: 1 })
afterAll(() => pdf.close())

const emisLe = new Date('2026-11-19T08:05:00Z')
const verification = 'https://coforme.exemple.fr/verifier'
const certificat: PdfRequest = {
  gabarit: 'certificat-realisation.v1',
  donnees: exempleCertificat,
  signatures: exempleSignaturesCertificat,
  emisLe,
  verification,
}
const feuille: PdfRequest = {
  gabarit: 'feuille-emargement.v1',
  donnees: exempleFeuille(exempleCertificat.organisme),
  emisLe,
  verification,
}

/** Compose, ou échoue en disant pourquoi. `COFORME_PDF_VERS` garde les fichiers pour les regarder. */
const composer = async (nom: string, demande: PdfRequest) => {
  const rendu = await pdf.render(demande).catch((e: unknown) => {
    throw e instanceof PdfPanne ? new Error(`${e.message}\n${e.detail().join('\n')}`) : e
  })
  if (!rendu.ok) throw new Error(rendu.error.phrase)
  const vers = process.env.COFORME_PDF_VERS
  if (vers) {
    mkdirSync(vers, { recursive: true })
    writeFileSync(join(vers, `${nom}.pdf`), rendu.value.pdf)
  }
  return rendu.value
}
const avec = (demande: PdfRequest, donnees: Record<string, unknown>): PdfRequest => ({
  ...demande,
  donnees: { ...demande.donnees, ...donnees },
})

describe.each([
  ['certificat', certificat],
  ['feuille', feuille],
])('%s', (nom, demande) => {
  it('se compose en une page, annoncée PDF/A-3a et PDF/UA-1, en français et balisée', async () => {
    const r = await composer(nom, demande)
    expect(r.pages).toBe(1)
    expect(Buffer.from(r.pdf.subarray(0, 8)).toString()).toBe('%PDF-1.7')
    expect(annoncesDuPdf(r.pdf)).toMatchObject({
      archive: '3A',
      accessible: '1',
      langue: 'fr-FR',
      titreMontre: true,
    })
    expect(aspectDuPdf(r.pdf).balise).toBe(true)
    expect(Object.keys(jointsDuPdf(r.pdf))).toContain('donnees.json')
    expect(r.remplaces).toEqual([])
  })

  it('porte l’empreinte de ses données canoniques, qui nomme son gabarit et son instant', async () => {
    const r = await composer(nom, demande)
    expect(createHash('sha256').update(r.donnees).digest('hex')).toBe(r.empreinte)
    expect(JSON.parse(r.donnees)).toMatchObject({ gabarit: demande.gabarit, emisLe: emisLe.toISOString() })
    expect(Object.keys(JSON.parse(r.donnees))).toEqual(Object.keys(JSON.parse(r.donnees)).toSorted())
  })

  it('rend les mêmes octets pour les mêmes données au même instant, et d’autres sinon', async () => {
    const [a, b] = [await composer(nom, demande), await composer(nom, demande)]
    expect(Buffer.compare(a.pdf, b.pdf)).toBe(0)
    const autre = await composer(nom, avec(demande, { numero: 'X-1' }))
    expect(autre.empreinte).not.toBe(a.empreinte)
  })

  it('sans adresse de vérification est une épreuve, qui ne joint rien', async () => {
    const { verification: _, ...epreuve } = demande
    const r = await composer(`${nom}-epreuve`, epreuve)
    expect(jointsDuPdf(r.pdf)).toEqual({})
    expect(r.empreinte).toBe((await composer(nom, demande)).empreinte)
  })
})

describe('le certificat', () => {
  it('garde son empreinte quand on le signe', async () => {
    const { signatures: _, ...nonSigne } = certificat
    expect((await composer('certificat-a-signer', nonSigne)).empreinte).toBe(
      (await composer('certificat', certificat)).empreinte,
    )
  })

  it.each([
    [
      'le bénéficiaire',
      { beneficiaire: { ...exempleCertificat.beneficiaire, nom: ' ' } },
      'mention-absente',
      /bénéficiaire/,
    ],
    ['l’intitulé', { action: { ...exempleCertificat.action, intitule: '' } }, 'mention-absente', /intitulé/],
    [
      'une date possible',
      { fait: { ville: 'Grenoble', le: '2026-11-01' } },
      'donnees-refusees',
      /avant la fin/,
    ],
    [
      'une nature connue',
      { action: { ...exempleCertificat.action, nature: 'stage' } },
      'donnees-refusees',
      /nature/i,
    ],
  ])('refuse sans %s, par une phrase', async (_quoi, donnees, code, motif) => {
    const rendu = await pdf.render(avec(certificat, donnees))
    expect(rendu).toMatchObject({ ok: false, error: { code } })
    if (!rendu.ok) expect(rendu.error.phrase).toMatch(motif)
  })

  it.each([
    [
      'mêlée, le temps suivi en classe et le temps estimé des activités',
      { minutesDistance: 165, minutesEstimees: 45 },
      'dont 2 h 45 à distance : 2 h en classe virtuelle, comptées au temps suivi, et 45 min d’activités réalisées, comptées au temps estimé pour les réaliser.',
    ],
    [
      'en classe virtuelle, le temps suivi',
      { minutesDistance: 120, minutesEstimees: 0 },
      'dont 2 h à distance, en classe virtuelle, comptées au temps suivi.',
    ],
    [
      'd’activités, le temps estimé ; de même une pièce d’avant, qui ne les distingue pas',
      { minutesDistance: 45 },
      'dont 45 min à distance, comptées sur les activités réalisées et le temps estimé pour les réaliser.',
    ],
  ])('dit comment la distance se compte : %s', async (_, minutes, phrase) => {
    const r = await composer(
      'certificat-distance',
      avec(certificat, { action: { ...exempleCertificat.action, ...minutes } }),
    )
    expect(pagesDuPdf(r.pdf).map(serre).join('')).toContain(serre(phrase))
  })

  it('prend des données hostiles pour du texte', async () => {
    const hostile =
      '#read("/platform/pdf/pdf.ts") $x$ *gras* \\u{0} <b> @ref `code` \u202e 日本 [#panic()] ' +
      'W'.repeat(300)
    const r = await composer(
      'certificat-hostile',
      avec(certificat, {
        beneficiaire: { civilite: 'Mme', prenom: hostile, nom: hostile, entreprise: hostile },
        action: { ...exempleCertificat.action, intitule: hostile },
        organisme: { ...exempleCertificat.organisme, couleur: 'red"; #panic()' },
      }),
    )
    expect(r.remplaces).toEqual(['日', '本'])
    expect(r.donnees).toContain('#read(')
  })

  it('d’une autre coopérative, claire et sans logo, se compose aussi', async () => {
    const { logo: _, devise: __, ...organisme } = exempleCertificat.organisme
    await composer(
      'certificat-autre',
      avec(certificat, { organisme: { ...organisme, nom: 'Le Fil', couleur: '#ffe14d' } }),
    )
  })
})

it('une feuille de soixante stagiaires court sur plusieurs pages', async () => {
  const r = await composer('feuille-60', {
    ...feuille,
    donnees: exempleFeuille(exempleCertificat.organisme, 60),
  })
  expect(r.pages).toBeGreaterThan(2)
})

describe('une feuille de beaucoup de demi-journées', () => {
  const longue = (combien: number, options: Parameters<typeof exempleLongue>[2] = {}) =>
    composer(`feuille-${combien}`, {
      ...feuille,
      donnees: exempleLongue(exempleCertificat.organisme, combien, options),
    })
  it.each([
    ['six tiennent sur une page', 6, {}, 1],
    ['sept soirées en demandent deux', 7, { soirees: true }, 2],
    ['cent soixante-deux, vingt-sept', 162, {}, 27],
  ] as const)('%s', async (_, combien, options, pages) => {
    const r = await longue(combien, options)
    expect(r.pages).toBe(pages)
    const textes = pagesDuPdf(r.pdf).map((p) => serre(p))
    for (const t of textes) {
      // Chaque page se lit seule : qui signe, quelle action, quels jours, quelle année.
      expect(t).toContain(serre('Yasmine Haddad'))
      expect(t).toContain(serre('Inès Morvan'))
      expect(t).toContain(serre('conduire une réunion de projet'))
      expect(t).toMatch(/(?:octobre|novembre|décembre|septembre|janvier)202[67]/)
    }
    // Les heures de toute l’action ne se disent qu’une fois, à la fin.
    expect(textes.filter((t) => t.includes(serre('Heures suivies par')))).toHaveLength(1)
    expect(textes.at(-1)).toContain(serre('Heures suivies par'))
  })
})

it('un gabarit inconnu ou une donnée d’un autre genre est une panne, dont le message ne cite rien', async () => {
  await expect(pdf.render({ ...certificat, gabarit: '../../etc/passwd' })).rejects.toThrow(PdfPanne)
  await expect(
    pdf.render(avec(certificat, { justificatifs: { feuilles: 3, signatures: 4 } })),
  ).rejects.toThrow(/^Composition impossible\u00a0: certificat-realisation\.v1$/)
})

it('chaque gabarit a un nom et une version', () => {
  expect([...trouverGabarits().keys()]).toEqual(
    expect.arrayContaining(['certificat-realisation.v1', 'feuille-emargement.v1']),
  )
})
