import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { calendrier } from './avis.ts'
import { arretsDuFil, avenantsDus, engagementsARefaire, type FaitsDuFil, suitesDuFil } from './suite.ts'

const jour = (j: string) => j as DateCivile
const du = (j: string, modalite?: string) =>
  calendrier([{ date: jour(j), debut: '09:00', fin: '12:30', ...(modalite ? { modalite } : {}) }])
const [le14, le16] = [du('2026-12-14'), du('2026-12-16')]
const vide: FaitsDuFil = {
  aujourdhui: jour('2026-11-24'),
  calendrier: null,
  avis: null,
  debut: jour('2026-12-14'),
  ouverte: true,
  dossiers: [],
  pieces: [],
  gens: [],
}
const client = {
  id: 'd1',
  client: 'la Clinique',
  regime: 'convention',
  signeLe: null,
  clos: false,
  echeancier: false,
} as const
const agathe = { id: 'i1', dossier: 'd1', remis: null, accuse: false, inscrite: false }
const convention = {
  id: 'p1',
  genre: 'convention',
  numero: 'CV-2026-0001',
  objet: 'd1',
  emiseLe: jour('2026-11-24'),
  client: false,
  organisme: false,
  envoyee: false,
  calendrier: null,
}
const suite = (f: Partial<FaitsDuFil>) => suitesDuFil({ ...vide, ...f })[0]?.quoi

describe('le geste qui suit', () => {
  it('mène du premier dossier à la convocation, un pas à la fois', () => {
    expect(suite({})).toBe('ouvrir-dossier')
    expect(suite({ dossiers: [client] })).toBe('inscrire')
    const ouvert = { dossiers: [client], gens: [agathe] }
    expect(suite(ouvert)).toBe('emettre')
    expect(suite({ ...ouvert, pieces: [convention] })).toBe('envoyer')
    // Le client a la pièce : on ne l'attend pas, on remet ce qui doit l'être.
    expect(suite({ ...ouvert, pieces: [{ ...convention, envoyee: true }] })).toBe('remettre')
    expect(suite({ ...ouvert, pieces: [{ ...convention, envoyee: true, client: true }] })).toBe('signer')
    const signee = { ...convention, envoyee: true, client: true, organisme: true }
    const remise = { ...agathe, remis: jour('2026-11-25'), accuse: true }
    const fini = { dossiers: [{ ...client, signeLe: jour('2026-11-24') }], gens: [remise], pieces: [signee] }
    expect(suite(fini)).toBe('convoquer')
    const convoquee = { ...convention, id: 'p2', genre: 'convocation', objet: 'i1' }
    expect(suite({ ...fini, pieces: [signee, convoquee] })).toBeUndefined()
  })
  it('demande l’échéancier d’un contrat avant la pièce, et rien d’un CPF ni d’une session fermée', () => {
    expect(suite({ dossiers: [{ ...client, regime: 'contrat' }], gens: [agathe] })).toBe('echeancier')
    expect(suite({ dossiers: [{ ...client, regime: 'cpf' }], gens: [agathe] })).toBe('remettre')
    expect(suite({ ouverte: false, dossiers: [client] })).toBeUndefined()
  })
  it('ne remet rien à qui vient d’un autre organisme, et note l’accord signé avec lui', () => {
    const recue = { ...client, regime: 'sous-traitance-recue' } as const
    expect(suite({ dossiers: [recue], gens: [agathe] })).toBe('constater')
    const signe = { dossiers: [{ ...recue, signeLe: jour('2026-11-24') }], gens: [agathe] }
    expect(suite(signe)).toBe('convoquer')
    expect(arretsDuFil({ ...vide, ...signe }).map((a) => a.libelle)).toEqual(['Convocations'])
  })
  it('ne propose de convoquer que si quelqu’un peut l’être : sans quoi le geste refuserait', () => {
    const remise = { ...agathe, remis: jour('2026-11-25'), accuse: true }
    const contrat = { ...client, regime: 'contrat', echeancier: true } as const
    const chezLui = [{ ...convention, genre: 'contrat', envoyee: true }]
    // Le contrat d’un particulier se signe avant l’inscription définitive (L6353-3).
    expect(suite({ dossiers: [contrat], gens: [remise], pieces: chezLui })).toBeUndefined()
    const signe = { ...contrat, signeLe: jour('2026-11-24') }
    expect(suite({ dossiers: [signe], gens: [remise], pieces: chezLui })).toBe('convoquer')
    // L’un attend ses papiers, l’autre est prêt.
    const inscrite = { ...agathe, id: 'i2', inscrite: true }
    const deux = suitesDuFil({ ...vide, dossiers: [signe], gens: [agathe, inscrite], pieces: chezLui })
    expect(deux.map((x) => x.quoi)).toEqual(['remettre', 'convoquer'])
    const seule = suitesDuFil({ ...vide, dossiers: [signe], gens: [agathe], pieces: chezLui })
    expect(seule.map((x) => x.quoi)).toEqual(['remettre'])
  })
  it('après un changement de dates, refait ce qui n’est pas signé, et convoque de nouveau', () => {
    const bouge = {
      calendrier: le16,
      dossiers: [client],
      gens: [{ ...agathe, remis: jour('2026-11-25'), accuse: true, inscrite: true }],
      pieces: [
        { ...convention, envoyee: true, calendrier: le14 },
        { ...convention, id: 'p2', genre: 'convocation', objet: 'i1', calendrier: le14 },
      ],
    }
    expect(suitesDuFil({ ...vide, ...bouge }).map((s) => s.chose)).toEqual([
      'Émettre de nouveau la convention de la Clinique, aux nouvelles dates',
      'Convoquer de nouveau, aux nouvelles dates',
    ])
    // Refaites toutes deux : il n’y a plus qu’à attendre la signature.
    const refaites = bouge.pieces.map((p) => ({ ...p, calendrier: le16 }))
    expect(suitesDuFil({ ...vide, ...bouge, pieces: refaites })).toEqual([])
  })
  it('après un changement de lieu, refait ce qui n’est pas signé, et convoque de nouveau ; signée, propose un avenant', () => {
    const duras = { nom: 'Salle Duras, Siège', ville: 'Rennes' }
    const faits = (signee: boolean, lieu: string): FaitsDuFil => ({
      ...vide,
      calendrier: le14,
      lieu,
      dossiers: [{ ...client, signeLe: signee ? jour('2026-11-24') : null }],
      gens: [{ ...agathe, remis: jour('2026-11-25'), accuse: true, inscrite: true }],
      pieces: [
        {
          ...convention,
          envoyee: true,
          client: signee,
          organisme: signee,
          calendrier: le14,
          lieu: duras,
        },
        { ...convention, id: 'p2', genre: 'convocation', objet: 'i1', calendrier: le14, lieu: duras },
      ],
    })
    const dits = (signee: boolean, lieu: string) => suitesDuFil(faits(signee, lieu)).map((s) => s.chose)
    expect(dits(false, 'Salle Senghor, Siège, Rennes')).toEqual([
      'Émettre de nouveau la convention de la Clinique, au nouveau lieu',
      'Convoquer de nouveau, au nouveau lieu',
    ])
    expect(dits(true, 'Salle Senghor, Siège, Rennes')).toEqual([
      'Établir l’avenant de la Clinique au nouveau lieu',
      'Convoquer de nouveau, au nouveau lieu',
    ])
    expect(avenantsDus(faits(true, 'Salle Senghor, Siège, Rennes'))).toMatchObject([{ quoi: 'lieu' }])
    // Le même, redit avec sa ville ou sans son accent : rien à refaire.
    for (const lieu of ['Salle Duras, Siège, Rennes', 'salle Duras, Siege, Rennes'])
      expect(dits(true, lieu)).toEqual([])
    // La salle d’une seule demi-journée : la convocation seule la dit.
    const salles = [{ date: '2026-12-14', debut: '09:00', salle: 'Senghor' }]
    const ailleurs = { ...faits(true, 'Salle Duras, Siège, Rennes'), salles }
    expect(suitesDuFil(ailleurs).map((s) => s.chose)).toEqual(['Convoquer de nouveau, au nouveau lieu'])
  })
  it('une personne inscrite après la convention demande un avenant, ou qu’on la refasse tant qu’elle n’est pas signée', () => {
    const rosa = { ...agathe, id: 'i2', inscrite: true, remis: jour('2026-11-25'), accuse: true }
    const avec = (client_: boolean) => ({
      calendrier: le14,
      dossiers: [client_ ? { ...client, signeLe: jour('2026-11-24') } : client],
      gens: [rosa],
      pieces: [
        {
          ...convention,
          envoyee: true,
          client: client_,
          organisme: client_,
          calendrier: le14,
          arrives: ['Rosa Ba'],
        },
        { ...convention, id: 'p2', genre: 'convocation', objet: 'i2', calendrier: le14 },
      ],
    })
    expect(suitesDuFil({ ...vide, ...avec(true) }).map((s) => s.chose)).toEqual([
      'Établir l’avenant de la Clinique pour Rosa Ba',
    ])
    expect(avenantsDus({ ...vide, ...avec(true) })).toMatchObject([
      { quoi: 'personnes', arrives: ['Rosa Ba'] },
    ])
    expect(suitesDuFil({ ...vide, ...avec(false) }).map((s) => s.chose)).toEqual([
      'Émettre de nouveau la convention de la Clinique, pour Rosa Ba',
    ])
  })
  it('convoque de nouveau qui n’arrive plus le jour dit', () => {
    const rosa = { ...agathe, remis: jour('2026-11-25'), accuse: true, arrivee: jour('2026-12-16') }
    const convoquee = { ...convention, id: 'p2', genre: 'convocation', objet: 'i1', calendrier: le16 }
    const cpf = { dossiers: [{ ...client, regime: 'cpf' } as const], gens: [rosa], calendrier: le16 }
    expect(suite({ ...cpf, pieces: [convoquee] })).toBe('convoquer')
    expect(suite({ ...cpf, pieces: [{ ...convoquee, arrivee: '2026-12-16' }] })).toBeUndefined()
  })
  it('ne convoque pas qui n’a plus de demi-journée à suivre : les dates sont revenues avant son arrivée', () => {
    const rosa = { ...agathe, remis: jour('2026-11-25'), accuse: true, arrivee: jour('2026-12-16') }
    const cpf = { dossiers: [{ ...client, regime: 'cpf' } as const], gens: [rosa] }
    expect(suite({ ...cpf, calendrier: le16 })).toBe('convoquer')
    expect(suite({ ...cpf, calendrier: le14 })).toBeUndefined()
  })
  it('du même geste qu’un changement, refait une convention ; un contrat se relit', () => {
    const dits = (regime: 'convention' | 'contrat') =>
      engagementsARefaire({
        ...vide,
        calendrier: le16,
        dossiers: [{ ...client, regime, echeancier: true }],
        gens: [agathe],
        pieces: [{ ...convention, genre: regime, calendrier: le14 }],
      })
    expect(dits('convention')).toMatchObject([{ dossier: 'd1' }])
    expect(dits('contrat')).toEqual([])
  })
  it('ne convoque plus une session commencée', () => {
    const f = {
      dossiers: [{ ...client, regime: 'cpf' } as const],
      gens: [{ ...agathe, remis: jour('2026-11-01') }],
    }
    expect(suite({ ...f, aujourdhui: jour('2026-12-15') })).toBeUndefined()
  })
})

it('n’attend personne d’un client éteint, ni d’une session passée dont l’état n’a pas suivi', () => {
  expect(suite({ dossiers: [{ ...client, clos: true }] })).toBeUndefined()
  expect(suite({ finie: true, dossiers: [client] })).toBeUndefined()
})

describe('les arrêts', () => {
  it('portent la date du dernier fait, ou celle de l’usage tant qu’il en manque', () => {
    const deux = [client, { ...client, id: 'd2', signeLe: jour('2026-11-20') }]
    expect(arretsDuFil({ ...vide, dossiers: deux })).toEqual([
      { libelle: 'Conventions', fait: 1, sur: 2, tard: 0, jour: '2026-11-23' },
    ])
    const tous = deux.map((d, i) => ({ ...d, signeLe: jour(`2026-11-2${i}`) }))
    expect(arretsDuFil({ ...vide, dossiers: tous })[0]).toEqual({
      libelle: 'Conventions',
      fait: 2,
      sur: 2,
      tard: 0,
      jour: '2026-11-21',
    })
  })
})

describe('les remises, sur la ligne', () => {
  const remises = (gens: FaitsDuFil['gens'], dossiers: FaitsDuFil['dossiers'] = [client]) =>
    arretsDuFil({ ...vide, dossiers, gens }).find((a) => a.libelle === 'Remises')
  const [lundi, mardi] = [jour('2026-11-23'), jour('2026-11-24')]
  const yann = { ...agathe, id: 'i2' }
  it('se comptent remises, accusées ou non ; toutes remises, disent les accusés qui doivent revenir', () => {
    expect(remises([{ ...agathe, remis: lundi }, yann])).toMatchObject({ fait: 1, sur: 2 })
    const deux = [
      { ...agathe, remis: lundi },
      { ...yann, remis: mardi },
    ]
    expect(remises(deux)).toEqual({
      libelle: 'Remises',
      fait: 2,
      sur: 2,
      tard: 0,
      reste: '2\u00a0accusés attendus',
      jour: mardi,
    })
    expect(remises(deux.map((g) => ({ ...g, accuse: true })))).not.toHaveProperty('reste')
  })
  it('notées à la main et accusées, ne passent pas pour prouvées par une pièce', () =>
    expect(remises([{ ...agathe, remis: lundi, accuse: true, sansPiece: true }])).toMatchObject({
      fait: 1,
      reste: 'hors Coforme',
    }))
  it('ne se comptent qu’à qui reçoit d’ici : l’autre organisme remet aux siens', () => {
    const recu = { ...client, id: 'd2', regime: 'sous-traitance-recue' } as const
    const siens = [
      { ...agathe, remis: lundi, accuse: true },
      { ...yann, dossier: 'd2' },
    ]
    expect(remises(siens, [client, recu])).toMatchObject({ fait: 1, sur: 1 })
    expect(remises([{ ...yann, dossier: 'd2' }], [recu])).toBeUndefined()
  })
})

describe('l’avenant, après des dates changées', () => {
  const signee = { ...convention, envoyee: true, client: true, organisme: true, calendrier: le14 }
  const ouvert = {
    dossiers: [{ ...client, signeLe: jour('2026-11-24') }],
    gens: [{ ...agathe, remis: jour('2026-11-25'), accuse: true }],
    calendrier: le16,
  }
  it('est dû tant que la convention signée promet d’autres dates, et dit lequel', () => {
    expect(suite({ ...ouvert, pieces: [signee] })).toBe('avenant')
    expect(avenantsDus({ ...vide, ...ouvert, pieces: [signee] })).toEqual([
      { dossier: 'd1', client: 'la Clinique', numero: 'CV-2026-0001', quoi: 'dates' },
    ])
    expect(avenantsDus({ ...vide, ...ouvert, calendrier: le14, pieces: [signee] })).toEqual([])
  })
  it('est dû d’une demi-journée signée sur place et passée à distance, mais non de celle que personne n’avait dite', () => {
    const [surPlace, aDistance] = [du('2026-12-14', 'sur place'), du('2026-12-14', 'à distance')]
    const dus = (promis: string, tenu: string) =>
      avenantsDus({ ...vide, ...ouvert, calendrier: tenu, pieces: [{ ...signee, calendrier: promis }] })
    expect(dus(surPlace, aDistance)).toMatchObject([{ quoi: 'modalites' }])
    expect(dus(le14, aDistance)).toEqual([])
    expect(dus(aDistance, le14)).toEqual([])
    expect(
      suitesDuFil({
        ...vide,
        ...ouvert,
        calendrier: aDistance,
        pieces: [{ ...signee, calendrier: surPlace }],
      })[0],
    ).toMatchObject({ quoi: 'avenant', chose: expect.stringContaining('pour la nouvelle façon de suivre') })
  })
  it('est dû d’une convention signée avant que la session suive une autre version ; non signée, elle se réémet', () => {
    const d = (
      p: Partial<typeof signee> & { readonly ancienne?: boolean; readonly rubriques?: readonly string[] },
      dossiers: FaitsDuFil['dossiers'] = ouvert.dossiers,
    ) => suitesDuFil({ ...vide, ...ouvert, dossiers, calendrier: le14, pieces: [{ ...signee, ...p }] })[0]
    expect(d({ ancienne: true, rubriques: [] })?.quoi).toBe('convoquer')
    expect(d({ ancienne: true, rubriques: ['contenu'] })).toMatchObject({
      quoi: 'avenant',
      chose: expect.stringContaining('à la nouvelle version de l’offre'),
    })
    expect(d({ ancienne: false })?.quoi).toBe('convoquer')
    const aEnvoyer = { client: false, organisme: false, envoyee: false }
    expect(d({ ...aEnvoyer, ancienne: true }, [client])).toMatchObject({
      quoi: 'emettre',
      chose: expect.stringContaining('dans la version suivie'),
    })
    expect(d(aEnvoyer, [client])?.quoi).toBe('envoyer')
  })
  it('émis et pas signé, il manque encore ; signé, plus', () => {
    const avenant = { ...signee, id: 'p9', genre: 'avenant', numero: 'AV-2026-0001', calendrier: le16 }
    const manquent = (a: Partial<typeof avenant>) =>
      avenantsDus({ ...vide, ...ouvert, pieces: [{ ...avenant, ...a }, signee] })
    expect(manquent({ client: false })).toEqual([
      { dossier: 'd1', client: 'la Clinique', numero: 'AV-2026-0001', quoi: 'signature' },
    ])
    expect(manquent({})).toEqual([])
  })
  it('d’une version de l’offre, il nomme les rubriques', () => {
    const pieces = [{ ...signee, ancienne: true, rubriques: ['contenu'] }]
    expect(avenantsDus({ ...vide, ...ouvert, calendrier: le14, pieces })).toMatchObject([
      { quoi: 'version', rubriques: ['contenu'] },
    ])
  })
  it('émis aux dates du jour, il reste à l’envoyer, puis à le signer', () => {
    const avenant = { ...signee, id: 'p9', genre: 'avenant', calendrier: le16 }
    const suit = (a: Partial<typeof avenant>) => suite({ ...ouvert, pieces: [{ ...avenant, ...a }, signee] })
    // Émis à l’instant de ce qu’il complète, donc listé après : il vaut quand même.
    expect(suite({ ...ouvert, pieces: [signee, avenant] })).toBe(suit({}))
    expect(suit({ envoyee: false, client: false, organisme: false })).toBe('envoyer')
    expect(suit({ organisme: false })).toBe('signer')
    expect(suit({})).toBe('convoquer')
  })
  it('ne l’est pas pendant un report : les dates ne sont pas encore sûres', () =>
    expect(suite({ ...ouvert, ouverte: false, calendrier: null, pieces: [signee] })).toBeUndefined())
  it('l’avis passe devant tout le reste', () => {
    expect(suite({ ...ouvert, pieces: [signee], avis: 'dates' })).toBe('prevenir')
    expect(suite({ ouverte: false, avis: 'annulation' })).toBe('prevenir')
    const chose = (f: Partial<FaitsDuFil>) =>
      suitesDuFil({ ...vide, ...ouvert, avis: 'dates', ...f })[0]?.chose
    expect(chose({})).toBe('Prévenir des nouvelles dates')
    expect(chose({ changement: 'modalites' })).toBe('Prévenir de la nouvelle façon de suivre')
    expect(chose({ changement: 'precisions' })).toBe(
      'Dire à chacun ce que la convocation laissait à préciser',
    )
    expect(chose({ avis: 'report', changement: 'precisions' })).toBe('Prévenir du report')
  })
})

it('une convention signée, ou une convocation émise, après le début reste faite, et se compte tardive', () => {
  const signee = { ...client, signeLe: jour('2026-12-14'), tard: true }
  const convocation = { ...convention, genre: 'convocation', objet: 'i1', tard: true }
  const arrets = arretsDuFil({ ...vide, dossiers: [signee], gens: [agathe], pieces: [convocation] })
  const dire = (libelle: string) =>
    arrets.flatMap((a) => (a.libelle === libelle ? [[a.fait, a.sur, a.tard]] : []))
  expect(dire('Conventions')).toEqual([[1, 1, 1]])
  expect(dire('Convocations')).toEqual([[1, 1, 1]])
  expect(dire('Remises')).toEqual([[0, 1, 0]])
})
