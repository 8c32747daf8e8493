import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import {
  type EtatCode,
  engage,
  etatDePiece,
  etatDesDemandes,
  type FaitsDeSignature,
  masquerCourriel,
  montantEngage,
  phraseDeConsentement,
  rappelDeVisa,
  signatairesAttendus,
  verifierAccusePapier,
  verifierCode,
  verifierEnvoiDeCode,
  verifierScan,
  verifierSignable,
  verifierVoie,
} from './signer-piece.ts'

const faits: FaitsDeSignature = {
  genre: 'convention',
  visa: 'sans-objet',
  signes: [],
  demande: 'aucune',
  remplacee: false,
}
const genres = ['devis', 'convention', 'contrat', 'avenant', 'programme', 'certificat-realisation']
const quelconques = fc.record({
  genre: fc.constantFrom(...genres),
  visa: fc.constantFrom('sans-objet' as const, 'attendu' as const, 'accorde' as const, 'refuse' as const),
  signes: fc.subarray(['client', 'organisme']),
  demande: fc.constantFrom(
    'aucune' as const,
    'envoyee' as const,
    'refusee' as const,
    'refusee-direction' as const,
  ),
  remplacee: fc.boolean(),
})

describe('L’état d’une pièce', () => {
  it.each<[string, Partial<FaitsDeSignature>, string]>([
    ['émise, rien demandé', {}, 'a-envoyer'],
    ['envoyée', { demande: 'envoyee' }, 'attend-client'],
    ['refusée', { demande: 'refusee' }, 'refusee'],
    ['refusée par la direction', { signes: ['client'], demande: 'refusee-direction' }, 'refusee-direction'],
    ['signée du client', { signes: ['client'], demande: 'envoyee' }, 'attend-organisme'],
    ['signée de l’organisme seul', { signes: ['organisme'] }, 'a-envoyer'],
    ['signée des deux', { signes: ['organisme', 'client'] }, 'signee'],
    ['un devis signé du client', { genre: 'devis', signes: ['client'] }, 'signee'],
    ['en attente de visa', { visa: 'attendu' }, 'visa-attendu'],
    ['visa refusé', { visa: 'refuse' }, 'visa-refuse'],
    [
      'un certificat n’attend pas de visa',
      { genre: 'certificat-realisation', visa: 'attendu' },
      'attend-organisme',
    ],
    ['un programme ne se signe pas', { genre: 'programme' }, 'sans-signature'],
    ['remplacée', { remplacee: true, signes: ['client'] }, 'remplacee'],
  ])('%s', (_, traits, attendu) => {
    expect(etatDePiece({ ...faits, ...traits })).toBe(attendu)
  })

  it('un refus de la direction se voit, jusqu’à ce que l’organisme signe ou que la demande se refasse', () => {
    const d = (role: string, refuseeLe: Date | null, retireeLe: Date | null = null) => ({
      acte: 'signature',
      role,
      refuseeLe,
      retireeLe,
    })
    const le = new Date()
    expect(etatDesDemandes([d('organisme', le), d('client', null)], [])).toBe('refusee-direction')
    expect(etatDesDemandes([d('organisme', le), d('client', null)], ['organisme'])).toBe('envoyee')
    expect(etatDesDemandes([d('organisme', null), d('organisme', le), d('client', null)], [])).toBe('envoyee')
    expect(etatDesDemandes([d('client', le), d('organisme', le)], [])).toBe('refusee')
    expect(etatDesDemandes([d('client', le, le)], [])).toBe('aucune')
  })

  it('d’une mission, rien ne se demande ni ne se dépose que par elle', () => {
    expect(['contrat-de-mission', 'avenant-de-pret', 'convention'].map((g) => verifierVoie(g).ok)).toEqual([
      false,
      false,
      true,
    ])
  })

  it('rien de ce qui engage ne se signe sans visa accordé ou sans objet', () => {
    fc.assert(
      fc.property(quelconques, fc.constantFrom('client' as const, 'organisme' as const), (f, partie) => {
        const r = verifierSignable(f, partie)
        if (r.ok) {
          expect(engage(f.genre) && ['attendu', 'refuse'].includes(f.visa)).toBe(false)
          expect(f.signes).not.toContain(partie)
          expect(signatairesAttendus(f.genre)).toContain(partie)
        }
      }),
    )
  })
  it('rétractée, elle n’attend plus de signature, ni de l’organisme ni de personne', () => {
    const f = {
      genre: 'contrat',
      visa: 'sans-objet',
      signes: ['client'],
      demande: 'envoyee',
      remplacee: false,
    } as const
    expect(etatDePiece(f)).toBe('attend-organisme')
    expect(verifierSignable(f, 'organisme').ok).toBe(true)
    expect(etatDePiece({ ...f, retractee: true })).toBe('retractee')
    expect(verifierSignable({ ...f, retractee: true }, 'organisme')).toMatchObject({
      error: { code: 'retractee' },
    })
  })
  it('signée veut dire que personne n’est plus attendu', () => {
    fc.assert(
      fc.property(quelconques, (f) => {
        const complete = signatairesAttendus(f.genre).every((p) => f.signes.includes(p))
        expect(etatDePiece(f) === 'signee').toBe(
          complete && !f.remplacee && signatairesAttendus(f.genre).length > 0,
        )
      }),
    )
  })
})

describe('Le code reçu par courriel', () => {
  const maintenant = new Date('2026-11-24T09:00:00Z')
  const code: EtatCode = { code: 'aa', codeLe: new Date('2026-11-24T08:50:00Z'), essais: 0, codes: 1 }
  it.each<[string, Partial<EtatCode>, string, string]>([
    ['juste', {}, 'aa', 'ok'],
    ['faux', {}, 'bb', 'code-faux'],
    ['jamais demandé', { code: null, codeLe: null }, 'aa', 'sans-code'],
    ['expiré, même juste', { codeLe: new Date('2026-11-24T08:44:59Z') }, 'aa', 'code-expire'],
    ['après cinq essais, même juste', { essais: 5 }, 'aa', 'trop-d-essais'],
  ])('%s', (_, traits, saisi, attendu) => {
    const r = verifierCode({ ...code, ...traits }, saisi, maintenant)
    expect(r.ok ? 'ok' : r.error.code).toBe(attendu)
  })
  it.each<[string, Partial<EtatCode>, string]>([
    ['un premier', { code: null, codeLe: null, codes: 0 }, 'ok'],
    ['un autre, dans la minute', { codeLe: new Date('2026-11-24T08:59:30Z') }, 'trop-tot'],
    ['un autre, après', {}, 'ok'],
    ['un onzième', { codes: 10 }, 'trop-de-codes'],
  ])('en demander : %s', (_, traits, attendu) => {
    const r = verifierEnvoiDeCode({ ...code, ...traits }, maintenant)
    expect(r.ok ? 'ok' : r.error.code).toBe(attendu)
  })
})

describe('Un scan daté', () => {
  const jour = (t: string): DateCivile => {
    const d = dateCivile(t)
    if (!d) throw new Error(t)
    return d
  }
  const bornes = { emiseLe: jour('2026-11-05'), aujourdhui: jour('2026-11-24') }
  it.each([
    ['2026-11-05', 'ok'],
    ['2026-11-24', 'ok'],
    ['2026-11-25', 'date-a-venir'],
    ['2026-11-04', 'date-avant-emission'],
  ])('daté du %s : %s', (date, attendu) => {
    const r = verifierScan(jour(date), bornes)
    expect(r.ok ? 'ok' : r.error.code).toBe(attendu)
  })
})

describe('Un accusé de réception signé sur papier', () => {
  const jour = (t: string) => t as DateCivile
  const bornes = { emiseLe: jour('2026-11-05'), aujourdhui: jour('2026-11-24') }
  const d = { acte: 'accuse', retiree: false, accusee: false, scan: true } as const
  it.each([
    ['reçu le jour de l’émission', d, '2026-11-05', 'ok'],
    ['d’une signature', { ...d, acte: 'signature' as const }, '2026-11-10', 'pas-une-remise'],
    ['d’un envoi retiré', { ...d, retiree: true }, '2026-11-10', 'pas-une-remise'],
    ['déjà donné', { ...d, accusee: true }, '2026-11-10', 'deja-accusee'],
    ['d’avant la pièce', d, '2026-11-04', 'date-avant-emission'],
    ['à venir', d, '2026-11-25', 'date-a-venir'],
    ['sans son scan', { ...d, scan: false }, '2026-11-10', 'scan-attendu'],
  ])('%s', (_, demande, date, attendu) => {
    const r = verifierAccusePapier(demande, jour(date), bornes)
    expect(r.ok ? 'ok' : r.error.code).toBe(attendu)
  })
})

it('le prix engagé se lit dans les données figées ; sans prix, rien', () => {
  expect(montantEngage('{"prix":{"totalHT":289000}}')).toBe(289_000)
  expect(montantEngage('{}')).toBeNull()
})
it('un visa qui attend se rappelle au troisième jour, puis au septième', () => {
  const apres = (heures: number) =>
    rappelDeVisa(new Date('2026-11-01T09:00:00Z'), new Date(Date.UTC(2026, 10, 1, 9 + heures)))
  expect([71, 72, 167, 168].map(apres)).toEqual([
    '',
    ', depuis plus de trois jours',
    ', depuis plus de trois jours',
    ', depuis plus d’une semaine',
  ])
})
it('un courriel se reconnaît sans se dire', () => {
  expect(masquerCourriel('claire.vasseur@exemple.fr')).toBe('c•••@exemple.fr')
})

describe('La phrase de qui accuse réception', () => {
  it('ne parle de pièces jointes que s’il y en a', () => {
    expect(phraseDeConsentement('accuse', 'la pièce', 0)).toBe('J’ai reçu la pièce, et je peux la garder.')
    expect(phraseDeConsentement('accuse', 'la pièce', 1)).toContain('la pièce jointe, et je peux les garder')
    expect(phraseDeConsentement('accuse', 'la pièce', 2)).toContain('les pièces jointes, et')
  })
})
