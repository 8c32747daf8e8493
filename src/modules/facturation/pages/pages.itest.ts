// Long parce que la même facture sans dossier se prépare, s’émet, s’envoie, se règle et se retrouve à son compte.
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { centimes } from '#kernel/montant.ts'
import { INSECABLE, plier } from '#kernel/texte.ts'
import { emettreCertificat } from '#modules/emargement/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Message } from '#platform/mail/mail.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { lignesQr } from '#platform/pdf/qr.ts'
import type { Visiteur } from '#web/env.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { jointsDuPdf } from '../../../../test/documents/lire-pdf.ts'
import { feuilleDe } from '../../../../test/documents/lire-xlsx.ts'
import { lireTexte, serre } from '../../../../test/documents/texte.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { enMots } from '../../../../test/monde/session.ts'
import { acces } from '../../emargement/test/session-d-essai.ts'
import { poserEnseigne } from '../../sessions/test/cooperatives.ts'
import { noterEchecDeDepot, prendreDepot } from '../db/cycle.ecritures.ts'
import { depotsDe, depotsEnPlan } from '../db/cycle.ts'
import { lireProjet } from '../db/projets.ts'
import { ajouterReglement } from '../db/reglements.ecritures.ts'
import { ecrireCii } from '../domain/electronique/ecrire-cii.ts'
import type { FactureId } from '../domain/facture.ts'
import { texteEpc } from '../domain/sepa.ts'
import { preparerDuDossier } from '../gestes/preparer.ts'
import { preparerConstatee } from '../gestes/preparer-libre.ts'
import { reglerBoite } from '../gestes/regler-boite.ts'
import { creerReleverBoite } from '../jobs/relever-boite.job.ts'
import { projetUrl } from '../liens.ts'
import { moduleFacturation } from '../module.ts'
import { type PrisesFacturation, sansPrises } from '../prises.ts'
import { boiteSimulee } from '../test/boite-simulee.ts'
import { confierLaSeance, type DossierDEssai, unAcompte, unDossier } from '../test/dossier-d-essai.ts'
import { exemple } from '../test/exemple-electronique.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

const origine = 'http://localhost:3000'
/** Les pages de la facturation devant cette personne, sur la vraie base ; le courrier s’arrête dans `courrier`. */
const devant = (
  m: DossierDEssai,
  traits: Partial<Visiteur> = {},
  {
    organisme = m.fil.organisme,
    prises = sansPrises,
    portee = '*',
  }: {
    readonly organisme?: OrganismeId
    readonly prises?: PrisesFacturation
    /** Les enseignes qu’il voit. */
    readonly portee?: '*' | readonly ActiviteId[]
  } = {},
) => {
  const courrier: Message[] = []
  const services = {
    ...m.services.a('2026-11-25T09:00:00Z'),
    pdf,
    mailer: { send: async (x: Message) => void courrier.push(x), close: async () => {} },
  }
  const { app } = pagesDevant(
    {
      ...services,
      db: {
        ...services.db,
        withTenant: (_acces, work) => base.enTantQue(organisme, { personne: m.fil.personne, portee }, work),
      },
    },
    [moduleFacturation(prises)],
    () => ({
      organisme: { id: organisme, code: 'essai', nom: 'Langue & Lien' },
      personneId: m.fil.personne,
      roles: ['comptable'],
      ...traits,
    }),
  )
  const demander = async (adresse: string, champs?: Readonly<Record<string, string>>) => {
    const r = await app.request(`${origine}${adresse}`, {
      ...(champs
        ? {
            method: 'POST',
            body: new URLSearchParams({ _organisme: organisme, ...champs }),
            headers: { origin: origine },
          }
        : {}),
    })
    const octets = new Uint8Array(await r.arrayBuffer())
    const html = Buffer.from(octets).toString('utf8')
    return {
      statut: r.status,
      vers: (r.headers.get('location') ?? '').split('?')[0] ?? '',
      requete: (r.headers.get('location') ?? '').split('?')[1] ?? '',
      type: r.headers.get('content-type') ?? '',
      fichier: r.headers.get('content-disposition') ?? '',
      octets,
      html,
      texte: enMots(html),
    }
  }
  /** Un formulaire aux champs répétés ; rend le statut. */
  const poster = async (adresse: string, body: URLSearchParams) =>
    (await app.request(`${origine}${adresse}`, { method: 'POST', body, headers: { origin: origine } })).status
  return { demander, poster, courrier, services }
}

const reglages = {
  version: '1',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  bic: 'AGRIFRPP',
  titulaire: 'Langue & Lien',
  rcs: 'Grenoble',
  capital: 'capital variable',
  penalites: 'trois fois le taux d’intérêt légal',
  escompte: 'aucun pour paiement anticipé',
  premiere: '8',
  deuxieme: '21',
  troisieme: '45',
}
const uneLigne = (
  rang: number,
  nature: string,
  libelle: string,
  prix: string,
  suite: Record<string, string> = {},
) =>
  Object.fromEntries(
    Object.entries({ nature, libelle, prix, ...suite }).map(([k, v]) => [`lignes[${rang}].${k}`, v]),
  )

const unMonde = () => unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])

/** Une facture sans dossier, émise : deux lignes de natures et de taux mêlés. */
const emettreLibre = async (m: DossierDEssai, p: ReturnType<typeof devant>) => {
  await p.demander('/factures/reglages', reglages)
  const prete = await p.demander('/factures/nouvelle', {
    entreprise: m.client,
    du: '20/11/2026',
    au: '21/11/2026',
    reference: 'Commande 26-4471',
    delaiJours: '30',
    ...uneLigne(0, 'hors-formation', 'Conseil en organisation', '400,00', { quantite: '2,5', unite: 'jour' }),
    ...uneLigne(1, 'annexe-bien', 'Livret remis à chacun', '12,35', {
      quantite: '3',
      unite: 'unite',
      taux: '550',
    }),
  })
  const emise = await p.demander(`${prete.vers}/geste`, { geste: 'emettre', version: '1' })
  return { prete, projet: prete.vers, emise, facture: emise.vers }
}

describe('une facture sans dossier', () => {
  it('retrouve qui paie sans accent, se relit, s’émet, et son papier dit tout ce qui est dû', async () => {
    const m = await unMonde()
    const p = devant(m)
    const vide = await p.demander('/factures/nouvelle')
    expect([vide.statut, vide.texte]).toEqual([200, expect.stringContaining('Cherchez qui paie')])
    const cherche = await p.demander('/factures/nouvelle?q=clin')
    expect(cherche.html).toContain(`/factures/nouvelle?entreprise=${m.client}`)
    expect((await p.demander('/factures/nouvelle?q=zzz')).texte).toContain('Personne ne répond')
    const { prete, projet, emise, facture } = await emettreLibre(m, p)
    expect([prete.statut, emise.statut]).toEqual([303, 303])
    // Le livret est un bien : son avoir le dira aussi.
    const { rows: biens } = await base.maintenance((tx) =>
      sql<{
        nature: string
        bien: boolean
      }>`select nature, bien from facturation.ligne where organisme_id = ${m.fil.organisme}
        order by rang`.execute(tx),
    )
    expect(biens).toEqual([
      { nature: 'hors-formation', bien: false },
      { nature: 'annexe', bien: true },
    ])
    expect(emise.vers).toMatch(/^\/factures\/[0-9a-f-]{36}$/)

    // Les lignes mêlées gardent chacune leur taux ; la taxe se calcule une fois par taux.
    const page = await p.demander(facture)
    expect(page.texte).toContain('Facture FA-2026-0001')
    expect(page.texte).toContain('2,5 jours')
    const papier = lireTexte((await p.demander(`${facture}/piece.pdf`)).octets)
    for (const mention of [
      'Facture FA-2026-0001',
      // 1° Qui vend, qui achète : nom, adresse, SIREN.
      'Langue & Lien',
      'SIREN 999 120 470',
      '14 rue des Passerelles',
      'Clinique',
      'SIREN 999 381 650',
      '1 rue du Port',
      '35000 Rennes',
      // 2° Le numéro de TVA du vendeur ; forme, capital, RCS.
      'TVA FR21',
      'capital variable',
      'RCS Grenoble',
      // 6°, 10° Les dates.
      '25 novembre 2026',
      'prestation du 20 au 21 novembre 2026',
      '25 décembre 2026',
      // 8° Quantité, dénomination, prix unitaire, taux ou exonération, nature.
      'Conseil en organisation',
      '2,5 jours',
      '400,00 €',
      '1 000,00 €',
      'Livret remis à chacun',
      '3 unités',
      '12,35 €',
      '37,05 €',
      'Livraison de biens et prestation de services',
      // 11° Par taux : la base et la taxe ; un livret sans formation derrière lui se taxe, à son taux.
      'TVA 20 % sur 1 000,00 €',
      '200,00 €',
      'TVA 5,5 % sur 37,05 €',
      '1 239,09 €',
      // Mentions commerciales.
      'Pénalités de retard : trois fois le taux d’intérêt légal',
      'Indemnité forfaitaire pour frais de recouvrement : 40,00 €',
      'Escompte : aucun',
      'FR76 3000 6000 0112 3456 7890 189',
      'Commande 26-4471',
    ])
      expect(papier, mention).toContain(serre(mention))
    // Le QR demande le bon montant, sous le numéro que le relevé rapprochera.
    const { rows } = await base.maintenance((tx) =>
      sql<{ donnees: { reglement: { qr: string } } }>`select donnees::jsonb as donnees from documents.piece
        where organisme_id = ${m.fil.organisme} and numero = 'FA-2026-0001'`.execute(tx),
    )
    const attendu = texteEpc({
      iban: 'FR7630006000011234567890189',
      bic: 'AGRIFRPP',
      beneficiaire: 'Langue & Lien',
      montant: 123_909 as never,
      reference: 'FA-2026-0001',
    })
    expect(rows[0]?.donnees.reglement.qr).toBe(lignesQr(attendu ?? '').join('/'))
    // Figée : le projet ne s’émet plus, et ne se corrige plus.
    expect((await p.demander(`${projet}/geste`, { geste: 'emettre', version: '1' })).statut).toBe(409)
  })

  it('une épreuve ne se paie pas : aucun QR, aucun numéro', async () => {
    const m = await unMonde()
    const p = devant(m)
    await p.demander('/factures/reglages', reglages)
    const { vers } = await p.demander('/factures/nouvelle', {
      entreprise: m.client,
      delaiJours: '30',
      ...uneLigne(0, 'hors-formation', 'Location de la salle haute', '150'),
    })
    // Corrigée : c’étaient des plateaux, vendus. Le formulaire le garde, et l’épreuve le dit.
    await p.demander(vers, {
      version: '1',
      delaiJours: '30',
      ...uneLigne(0, 'hors-formation-bien', 'Location de la salle haute', '150', { rang: '0' }),
    })
    expect((await p.demander(vers)).html).toMatch(
      /value="hors-formation-bien"[^>]*selected|selected[^>]*value="hors-formation-bien"/,
    )
    const rendue = await p.demander(`${vers}/epreuve.pdf`)
    expect([rendue.statut, rendue.type], rendue.texte).toEqual([200, 'application/pdf'])
    const epreuve = lireTexte(rendue.octets)
    expect(epreuve).toContain(serre('Location de la salle haute'))
    expect(epreuve).toContain(serre('Livraison de biens.'))
    expect(epreuve).not.toContain(serre('Virement SEPA, à lire'))
  })

  it.each([
    ['sans ligne', { 'lignes[0].nature': 'hors-formation' }, 422, 'Dites ce qui est facturé'],
    ['un prix illisible', uneLigne(0, 'hors-formation', 'Conseil', '12,3,4'), 422, 'n’est pas un montant'],
    [
      'une quantité nulle',
      uneLigne(0, 'hors-formation', 'Conseil', '12', { quantite: '0' }),
      422,
      'Écrivez une quantité',
    ],
    ['de la formation', uneLigne(0, 'formation', 'Anglais', '12'), 422, 'Choisissez ce que la ligne'],
    [
      'une période à l’envers',
      { du: '21/11/2026', au: '20/11/2026', ...uneLigne(0, 'hors-formation', 'Conseil', '12') },
      422,
      'un début et une fin',
    ],
    [
      'une enseigne d’ailleurs',
      { activite: newId(), ...uneLigne(0, 'hors-formation', 'Conseil', '12') },
      422,
      'Cette enseigne',
    ],
  ])('%s : refusée d’une phrase, ce qui fut écrit est gardé', async (_, champs, statut, phrase) => {
    const m = await unMonde()
    const r = await devant(m).demander('/factures/nouvelle', {
      entreprise: m.client,
      delaiJours: '30',
      ...(champs as Record<string, string>),
    })
    expect([r.statut, r.texte]).toEqual([statut, expect.stringContaining(phrase)])
  })

  it('un client d’une autre coopérative, ou de nulle part : la même 404', async () => {
    const [m, autre] = [await unMonde(), await unMonde()]
    const p = devant(m)
    for (const entreprise of [autre.client, newId(), 'x']) {
      expect((await p.demander(`/factures/nouvelle?entreprise=${entreprise}`)).statut).toBe(404)
      expect(
        (
          await p.demander('/factures/nouvelle', {
            entreprise,
            delaiJours: '30',
            ...uneLigne(0, 'annexe', 'Livret', '10'),
          })
        ).statut,
      ).toBe(404)
    }
  })

  it('le SIREN qui manque mène à la fiche de qui paie, pour qui peut l’écrire, et en ramène', async () => {
    const m = await unMonde()
    const comptable = devant(m)
    const { vers } = await comptable.demander('/factures/nouvelle', {
      entreprise: m.client,
      delaiJours: '30',
      ...uneLigne(0, 'hors-formation', 'Conseil', '100'),
    })
    const fiche = `/entreprises/${m.client}/modifier?suite=${encodeURIComponent(vers)}`
    const responsable = devant(m, { roles: ['responsable'] })
    expect((await responsable.demander(vers)).html).not.toContain(fiche)
    await base.maintenance((tx) =>
      sql`update tiers.entreprise set siren = null where id = ${m.client}`.execute(tx),
    )
    const retenue = await responsable.demander(vers)
    expect(retenue.texte).toContain('Le SIREN de Clinique manque')
    expect(retenue.html).toContain(`<a href="${fiche}">Compléter la fiche`)
    const sansDroit = await comptable.demander(vers)
    expect(sansDroit.texte).toContain('Le SIREN de Clinique manque')
    expect(sansDroit.html).not.toContain('/modifier?suite=')
  })
  it('un téléphone qui manque à la coopérative retient la facture, et mène à sa page, qui en ramène', async () => {
    const m = await unMonde()
    const p = devant(m)
    const { vers } = await p.demander('/factures/nouvelle', {
      entreprise: m.client,
      delaiJours: '30',
      ...uneLigne(0, 'hors-formation', 'Conseil', '100'),
    })
    await base.maintenance((tx) =>
      sql`update organisme.organisme set telephone = '' where organisme_id = ${m.fil.organisme}`.execute(tx),
    )
    const retenue = await p.demander(vers)
    expect(retenue.texte).toContain('le courriel ou le téléphone de la coopérative manquent')
    expect(retenue.html).toContain(
      `<a href="/cooperative/identite?suite=${encodeURIComponent(vers)}">Compléter la page de la coopérative`,
    )
  })
  it('un acompte sans engagement signé avertit, sans rien retenir ; la facture du même dossier non', async () => {
    const m = await unMonde()
    const p = devant(m)
    const acompte = await p.demander(projetUrl({ projet: await unAcompte(base, m) }))
    expect(acompte.texte).toContain('La convention n’est pas signée. Rien n’engage encore Clinique')
    expect(acompte.html).toMatch(/value="emettre"[^>]*>Émettre la facture/)
    const { vers } = await p.demander('/factures/nouvelle', {
      entreprise: m.client,
      delaiJours: '30',
      ...uneLigne(0, 'hors-formation', 'Conseil', '100'),
    })
    expect((await p.demander(vers)).texte).not.toContain('Rien n’engage encore')
  })
  it('une ligne de formation ajoutée après coup retient l’émission', async () => {
    const m = await unMonde()
    const p = devant(m)
    const { vers } = await p.demander('/factures/nouvelle', {
      entreprise: m.client,
      delaiJours: '30',
      ...uneLigne(0, 'hors-formation', 'Conseil', '100'),
    })
    await p.demander(vers, {
      version: '1',
      delaiJours: '30',
      ...uneLigne(0, 'formation', 'Anglais', '100', { rang: '0' }),
    })
    const r = await p.demander(`${vers}/geste`, { geste: 'emettre', version: '2' })
    expect([r.statut, r.texte]).toEqual([409, expect.stringContaining('depuis le dossier de son client')])
  })
})

describe('l’envoi par courriel', () => {
  it('montre à qui, joint la pièce, part une fois, et garde quand le courrier l’a prise', async () => {
    const m = await unMonde()
    const p = devant(m)
    const { facture } = await emettreLibre(m, p)
    const avant = await p.demander(facture)
    // L’adresse du client est proposée, et se relit avant de partir.
    expect(avant.html).toMatch(/name="a"[^>]*value="compta@exemple\.example"/)
    expect(avant.texte).toContain('Vous trouverez ci-joint notre facture FA-2026-0001')
    const jeton = newId()
    const champs = {
      _jeton: jeton,
      a: 'direction@exemple.example',
      sujet: 'Facture FA-2026-0001',
      message: 'Bonjour, voici notre facture.',
    }
    for (const fois of [1, 2])
      expect((await p.demander(`${facture}/envoi`, champs)).statut, `${fois}`).toBe(303)
    expect((await p.demander(facture)).texte).toContain('direction@exemple.example')
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string; remis: Date | null }>`select id, remis_le as remis from facturation.envoi
        where organisme_id = ${m.fil.organisme}`.execute(tx),
    )
    expect(rows.map((r) => r.remis)).toEqual([null])
    const tache = moduleFacturation(sansPrises).jobs?.['facturation.envoyer-facture']
    const payload = { organisme: m.fil.organisme, envoi: rows[0]?.id ?? '' }
    for (const _ of [1, 2]) await tache?.(payload, p.services)
    expect(p.courrier).toHaveLength(1)
    const [recu] = p.courrier
    expect(recu).toMatchObject({
      a: 'direction@exemple.example',
      objet: 'Facture FA-2026-0001',
      deLaPart: 'Langue & Lien',
    })
    expect(recu?.pieces?.map((x) => [x.nom, x.type])).toEqual([['FA-2026-0001.pdf', 'application/pdf']])
    expect(lireTexte(recu?.pieces?.[0]?.octets ?? new Uint8Array())).toContain(serre('FA-2026-0001'))
    expect((await p.demander(facture)).texte).toContain('remis le 25 nov.')
  })
  it('une adresse fautive, une facture d’ailleurs, une autre coopérative : rien ne part', async () => {
    const [m, autre] = [await unMonde(), await unMonde()]
    const p = devant(m)
    const { facture } = await emettreLibre(m, p)
    const champs = { a: 'compta', sujet: 'Facture', message: 'Bonjour, voici.' }
    expect((await p.demander(`${facture}/envoi`, champs)).statut).toBe(422)
    expect((await devant(autre).demander(`${facture}/envoi`, { ...champs, a: 'a@b.example' })).statut).toBe(
      404,
    )
    expect(
      (
        await devant(m, { roles: ['assistant'] }).demander(`${facture}/envoi`, {
          ...champs,
          a: 'a@b.example',
        })
      ).statut,
    ).toBe(403)
    const ailleurs = await p.demander('/factures/enregistrer', {
      outil: 'endi',
      genre: 'facture',
      numero: 'E-1',
      date: '20/11/2026',
      client: 'Clinique',
      ht: '100',
      nature: 'formation',
      origine: 'entreprise',
    })
    expect((await p.demander(`${ailleurs.vers}/envoi`, { ...champs, a: 'a@b.example' })).statut).toBe(409)
    const { rows } = await base.maintenance((tx) =>
      sql`select 1 from facturation.envoi where organisme_id = ${m.fil.organisme}`.execute(tx),
    )
    expect(rows).toEqual([])
  })
})

it('dans un exercice dont le bilan est transmis, une charge, une facture et un retrait disent pourquoi', async () => {
  const m = await unMonde()
  const jour = (t: string) => t as DateCivile
  const p = devant(
    m,
    {},
    {
      prises: {
        ...sansPrises,
        exercicesDeposes: async () => [
          { debut: jour('2025-01-01'), fin: jour('2025-12-31'), transmisLe: jour('2026-04-20') },
        ],
        chargesReprises: async () => centimes(1_274_000),
      },
    },
  )
  const charge = { jour: '15/03/2025', compte: '613', libelle: 'Salles', ht: '100' }
  const refusee = await p.demander('/factures/charges', charge)
  expect([refusee.statut, refusee.texte]).toEqual([
    422,
    expect.stringContaining('a été transmis le 20 avril 2026'),
  ])
  expect(refusee.html).toContain('name="raison"')
  expect((await p.demander('/factures/charges', { ...charge, raison: 'Facture retrouvée' })).statut).toBe(303)
  expect((await p.demander('/factures/charges', { ...charge, jour: '15/03/2026' })).statut).toBe(303)
  const lues = await p.demander('/factures/charges?du=2025-01-01&au=2025-12-31')
  expect(lues.texte).toContain('compte déjà 12 740,00 € de charges')
  const [, id = ''] = /name="charge" value="([^"]+)"/.exec(lues.html) ?? []
  const retrait = await p.demander('/factures/charges/retirer', { charge: id })
  expect([retrait.statut, retrait.texte]).toEqual([409, expect.stringContaining('Pourquoi la retirer')])
  expect((await p.demander('/factures/charges/retirer', { charge: id, raison: 'En double' })).statut).toBe(
    303,
  )

  const facture = {
    outil: 'endi',
    genre: 'facture',
    numero: 'E-1',
    date: '01/10/2025',
    client: 'Clinique',
    ht: '1000',
    nature: 'formation',
    origine: 'entreprise',
  }
  const sans = await p.demander('/factures/enregistrer', facture)
  expect([sans.statut, sans.html.includes('name="raison"')]).toEqual([409, true])
  // Émise en 2026, elle reste d’une prestation de 2025.
  const periode = { date: '10/01/2026', du: '01/12/2025', au: '02/12/2025' }
  expect((await p.demander('/factures/enregistrer', { ...facture, ...periode })).statut).toBe(409)
  const dite = await p.demander('/factures/enregistrer', { ...facture, raison: 'Oubliée à la clôture' })
  expect(dite.statut).toBe(303)
  expect((await p.demander(`${dite.vers}/affectation`, { source: 'region', geste: 'affecter' })).statut).toBe(
    422,
  )
  const import_ = { genre: 'charges', outil: 'compta', geste: 'enregistrer' }
  const texte = 'date;compte;libelle;montant_ht\n01/06/2025;604;Delta;10'
  expect((await p.demander('/factures/importer', { ...import_, texte })).texte).toContain('0 enregistrées')
  expect(
    (await p.demander('/factures/importer', { ...import_, texte, raison: 'Relevé du comptable' })).texte,
  ).toContain('1 enregistrées')
  const { rows } = await base.maintenance((tx) =>
    sql<{
      phrase: string
    }>`select phrase from journal.geste where organisme_id = ${m.fil.organisme} and phrase like '%Raison%'
      order by fait_le, id`.execute(tx),
  )
  expect(rows).toHaveLength(4)
})

describe('les comptes clients', () => {
  it('disent ce que chacun doit, par retard, et chaque compte finit par son solde', async () => {
    const m = await unMonde()
    const p = devant(m)
    expect((await p.demander('/factures/comptes')).texte).toContain('Aucun compte n’est ouvert')
    const { facture } = await emettreLibre(m, p)
    await p.demander('/factures/importer', {
      genre: 'factures',
      outil: 'endi',
      geste: 'enregistrer',
      texte: [
        'numero;date;echeance;client;montant_ht;origine',
        'E-1;01/07/2026;01/08/2026;Clinique;300,00;entreprise',
        'E-2;01/10/2026;01/11/2026;Éditions du Ponant;90,00;entreprise',
      ].join('\n'),
    })
    const verse = { jour: '25/11/2026', montant: '1600', moyen: 'virement', reference: '' }
    // Il doit 1 539,09 : davantage se confirme.
    const trop = await p.demander(`${facture}/reglement`, verse)
    expect([trop.statut, trop.texte]).toEqual([409, expect.stringContaining('60,91 € restent en avance')])
    expect((await p.demander(`${facture}/reglement`, { ...verse, surplus: 'on' })).statut).toBe(303)
    const liste = await p.demander('/factures/comptes')
    // 1 600 ont payé 1 239,09 puis 300 ; 60,91 restent à la Clinique.
    expect(liste.texte).toContain('Clinique')
    expect(liste.texte).toMatch(/Éditions du Ponant 90,00/)
    const csv = (await p.demander('/factures/comptes?format=csv')).html.split('\r\n')
    expect(csv[1]).toBe('Clinique;0,00;0,00;0,00;0,00;0,00;60,91;-60,91')
    expect(csv[2]).toBe('Éditions du Ponant;0,00;90,00;0,00;0,00;0,00;0,00;90,00')
    expect(feuilleDe((await p.demander('/factures/comptes?format=xlsx')).octets)[2]).toEqual([
      'Éditions du Ponant',
      0,
      90,
      0,
      0,
      0,
      0,
      90,
    ])
    expect((await p.demander('/factures/comptes?q=editions')).texte).not.toContain('Clinique')
    expect((await p.demander('/factures/comptes?q=zzz')).texte).toContain('Aucun compte ne répond')

    const compte = `/factures/comptes/entreprise/${m.client}`
    const lu = await p.demander(compte)
    expect(lu.texte).toContain(`Nous lui devons 60,91${INSECABLE}€`.replace(INSECABLE, ' '))
    const lignes = (await p.demander(`${compte}?format=csv`)).html.split('\r\n').slice(1, -1)
    expect(lignes.map((l) => l.split(';').at(-2))).toEqual(['300,00', '1539,09', '-60,91'])
  })
  it('un payeur sans fiche a son compte, à son nom ; un nom que nulle pièce ne porte n’en a pas', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const p = devant(m)
    await base.maintenance((tx) =>
      sql`insert into facturation.facture (organisme_id, id, activite_id, provenance, genre, outil, numero, emise_le, payeur_nom, pli,
          total_ht_centimes, total_tva_centimes, total_ttc_centimes, enregistree_le)
        values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, 'enregistree', 'facture', 'ancien', 'A-1', '2026-11-02',
          'Ève & fils / Port', ${plier('Ève & fils / Port')}, 50000, 0, 50000, now())`.execute(tx),
    )
    const liste = await p.demander('/factures/comptes')
    const [, lien = ''] = /href="(\/factures\/comptes\/nom\/[^"]+)"/.exec(liste.html) ?? []
    const compte = await p.demander(lien)
    expect(compte).toMatchObject({ statut: 200 })
    expect(compte.texte).toContain('500,00 € restent dus')
    expect(compte.texte).not.toContain('Sa fiche')
    expect((await p.demander('/factures/comptes/nom/personne')).statut).toBe(404)
  })
  it('une avance se rend depuis le compte, par qui encaisse ; saisie de trop, une phrase, et rien n’est perdu', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const p = devant(m)
    const compte = `/factures/comptes/entreprise/${m.client}`
    const reglement = newId<'Reglement'>()
    await base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, (tx) =>
      ajouterReglement(tx, {
        id: reglement,
        activite: m.fil.activite,
        payeurEntreprise: m.client,
        payeurPersonne: null,
        payeur: 'Éditions de la Lune',
        jour: '2026-11-20' as DateCivile,
        montant: centimes(30_000),
        moyen: 'cheque',
        reference: null,
        mouvement: null,
        annule: null,
        le: new Date('2026-11-20T09:00:00Z'),
      }),
    )
    const page = (await p.demander(compte)).texte
    expect(page).toContain('Rendre une avance')
    expect(page).toContain('300,00 € du versement de 300,00 €')
    const dire = (montant: string) => ({
      reglement,
      jour: '25/11/2026',
      montant,
      moyen: 'cheque',
      reference: 'CH 12',
    })
    const trop = await p.demander(`${compte}/avance`, dire('300,01'))
    expect(trop.statut).toBe(409)
    expect(trop.texte).toContain('on ne rend pas plus')
    expect(trop.html).toContain('value="CH 12"')
    expect(await p.demander(`${compte}/avance`, dire('300'))).toMatchObject({ statut: 303, vers: compte })
    const rendue = await p.demander(compte)
    expect(rendue.texte).toContain('Ce compte est soldé')
    expect(rendue.texte).toContain('Avance rendue, chèque, CH 12')
    expect(rendue.texte).not.toContain('Rendre une avance')
    const [, rendu = ''] = /name="reglement" value="([0-9a-f-]{36})"/.exec(rendue.html) ?? []
    // Celui qui lit sans encaisser ne voit pas le geste, et ne le fait pas.
    const lit = devant(m, { roles: ['auditeur'] })
    expect((await lit.demander(compte)).texte).not.toContain('Annuler')
    for (const suite of ['avance', 'avance/annuler'])
      expect((await lit.demander(`${compte}/${suite}`, { ...dire('1'), reglement: rendu })).statut).toBe(403)
    // Un règlement qui n’est pas une avance rendue de ce compte ne se défait pas d’ici.
    expect((await p.demander(`${compte}/avance/annuler`, { reglement })).statut).toBe(404)
    expect(await p.demander(`${compte}/avance/annuler`, { reglement: rendu })).toMatchObject({ statut: 303 })
    expect((await p.demander(compte)).texte).toContain('Rendre une avance')
  })
  it('ne se lisent ni d’une autre coopérative, ni par qui n’en a pas le droit', async () => {
    const [m, autre] = [await unMonde(), await unMonde()]
    const p = devant(m)
    expect((await p.demander(`/factures/comptes/entreprise/${autre.client}`)).statut).toBe(404)
    expect((await p.demander(`/factures/comptes/entreprise/${newId()}`)).statut).toBe(404)
    expect((await p.demander(`/factures/comptes/autre/${m.client}`)).statut).toBe(404)
    for (const roles of [['formateur'], ['commercial'], []])
      expect((await devant(m, { roles }).demander('/factures/comptes')).statut).toBe(403)
  })
  it('deux fiches réunies n’ont qu’un compte', async () => {
    const m = await unMonde()
    const p = devant(m)
    const absorbee = newId()
    await base.maintenance(async (tx) => {
      await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le)
        values (${m.fil.organisme}, ${absorbee}, ${m.fil.activite}, 'Clinique (bis)', 'clinique bis', now())`.execute(
        tx,
      )
      await sql`insert into facturation.facture (organisme_id, id, activite_id, provenance, genre, outil, numero, emise_le, payeur_entreprise_id,
          payeur_nom, pli, source, total_ht_centimes, total_tva_centimes, total_ttc_centimes, enregistree_le)
        values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, 'enregistree', 'facture', 'endi', 'Z-1', '2026-11-01', ${absorbee},
          'Clinique (bis)', 'clinique bis', 'entreprise', 5000, 0, 5000, now())`.execute(tx)
      await sql`insert into tiers.fusion_entreprise (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, ${m.client}, ${absorbee}, now())`.execute(
        tx,
      )
    })
    await emettreLibre(m, p)
    const csv = (await p.demander('/factures/comptes?format=csv')).html.split('\r\n').slice(1, -1)
    expect(csv).toEqual(['Clinique;1239,09;50,00;0,00;0,00;0,00;0,00;1289,09'])
    const lignes = (await p.demander(`/factures/comptes/entreprise/${m.client}?format=csv`)).html
    expect(lignes).toContain('1289,09')
  })
})

describe('qui peut quoi', () => {
  it.each([
    ['/factures', ['formateur'], 403],
    ['/factures', ['responsable'], 200],
    ['/factures/nouvelle', ['formateur'], 403],
    ['/factures/nouvelle', ['assistant'], 200],
    ['/factures/releve', ['assistant'], 403],
    ['/factures/reglages', ['assistant'], 403],
    ['/factures/importer', ['assistant'], 403],
    ['/factures/charges', ['formateur'], 403],
    ['/factures/exercices', ['formateur'], 403],
    ['/factures/a-verifier', ['assistant'], 403],
    ['/factures/electroniques', ['assistant'], 200],
    ['/factures/electroniques', ['formateur'], 403],
    ['/factures/plateforme', ['assistant'], 403],
    ['/factures/boite', ['assistant'], 403],
    ['/factures/chorus', ['assistant'], 403],
    ['/factures/chorus', ['comptable'], 200],
    ['/factures/recues', ['formateur'], 403],
  ] as const)('%s devant %j : %i', async (adresse, roles, statut) => {
    const m = await unMonde()
    expect((await devant(m, { roles: [...roles] }).demander(adresse)).statut).toBe(statut)
  })
  it('chaque liste vide apprend quoi faire, et chaque adresse fautive est la même 404', async () => {
    const m = await unMonde()
    const p = devant(m)
    for (const [adresse, phrase] of [
      ['/factures', 'Aucune facture n’est encore connue ici'],
      ['/factures/a-verifier', 'Tout est classé'],
      ['/factures/releve', 'Aucun encaissement n’attend'],
      ['/factures/electroniques', 'Rien ne bloque'],
      ['/factures/recues', 'Aucune facture n’est encore reçue'],
    ] as const)
      expect((await p.demander(adresse)).texte, adresse).toContain(phrase)
    for (const adresse of [
      `/factures/${newId()}`,
      `/factures/projets/${newId()}`,
      `/factures/${newId()}/piece.pdf`,
    ])
      expect((await p.demander(adresse)).statut, adresse).toBe(404)
  })
})

it('un constat bloquant se lit sur le projet, avec où le réparer ; qui en répond l’accepte de là', async () => {
  const m = await unMonde()
  const prises: PrisesFacturation = {
    ...sansPrises,
    retenues: async () => [
      {
        titre: 'Signature de qui forme',
        phrase: 'Le matin du 24 novembre n’est pas contresigné.',
        href: '/sessions/x/seances/y',
        geste: 'Contresigner',
        qui: 'La personne qui a formé',
        accepter: '/sessions/x/controles/juger?regle=formateur-signature&cle=y',
      },
    ],
  }
  const p = devant(m, {}, { prises })
  const projet = newId<'ProjetFacture'>()
  await base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, (tx) =>
    preparerDuDossier(
      tx,
      { id: projet, session: m.fil.session, dossier: m.dossier, rang: 0, genre: 'facture' },
      new Date('2026-11-25T09:00:00Z'),
    ),
  )
  const page = await p.demander(`/factures/projets/${projet}`)
  expect(page.texte).toContain('1 constat bloquant')
  expect(page.texte).toContain('n’est pas contresigné')
  expect(page.html).toContain('href="/sessions/x/seances/y"')
  expect(page.html).toMatch(
    /<button[^>]*value="emettre"[^>]*disabled|<button[^>]*disabled[^>]*value="emettre"/,
  )
  // La comptabilité émet, elle ne juge pas d’une preuve.
  expect(page.html).not.toContain('controles/juger')
  const force = await p.demander(`/factures/projets/${projet}/geste`, { geste: 'emettre', version: '1' })
  expect([force.statut, force.texte]).toEqual([409, expect.stringContaining('Rien n’a été émis')])
  const dirige = devant(m, { roles: ['responsable'] }, { prises })
  expect((await dirige.demander(`/factures/projets/${projet}`)).html).toContain('controles/juger?regle=')
  // Réparé : la même demande passe. La facture dit la référence du payeur.
  await base.maintenance((tx) =>
    sql`update facturation.projet set reference = 'BC 4471' where organisme_id = ${m.fil.organisme}`.execute(
      tx,
    ),
  )
  const repare = devant(m)
  const parti = await repare.demander(`/factures/projets/${projet}/geste`, { geste: 'emettre', version: '1' })
  expect([parti.statut, parti.texte.match(/Rien n’a été émis.{0,300}/)?.[0]]).toEqual([303, undefined])
})

it('payée en entier, une facture a sa copie acquittée : même empreinte, le jour et le moyen de chaque versement', async () => {
  const m = await unMonde()
  const p = devant(m)
  const { facture } = await emettreLibre(m, p)
  expect((await p.demander(facture)).html).not.toContain('acquittee.pdf')
  const trop = await p.demander(`${facture}/acquittee.pdf`)
  expect([trop.statut, trop.texte]).toEqual([409, expect.stringContaining('Rien n’est reçu')])
  const verser = (montant: string, moyen: string, reference = '') =>
    p.demander(`${facture}/reglement`, { jour: '25/11/2026', montant, moyen, reference })
  expect((await verser('239,09', 'cheque', 'BNP 4471')).statut).toBe(303)
  expect((await p.demander(`${facture}/acquittee.pdf`)).texte).toContain('Il reste à payer')
  expect((await verser('1000,00', 'virement')).statut).toBe(303)
  expect((await p.demander(facture)).html).toContain(`${facture}/acquittee.pdf`)
  const copie = await p.demander(`${facture}/acquittee.pdf`)
  expect(copie.type).toContain('application/pdf')
  const [origine_, acquittee] = [
    lireTexte((await p.demander(`${facture}/piece.pdf`)).octets),
    lireTexte(copie.octets),
  ]
  for (const mention of [
    'Facture acquittée le 25 novembre 2026',
    '239,09 €',
    'chèque',
    'BNP 4471',
    '1 239,09 €',
  ])
    expect(acquittee, mention).toContain(serre(mention))
  expect(origine_).not.toContain(serre('acquittée'))
  // L’empreinte imprimée est celle de la pièce : la copie n’en change pas une donnée.
  const empreinte = /[0-9a-f]{8}(?:\s?[0-9a-f]{8}){3,}/
  expect(empreinte.exec(acquittee)?.[0]).toBe(empreinte.exec(origine_)?.[0])
})

it('ce qui se tape de travers se dit, et rien ne se perd ; retirée, une facture d’ailleurs rend son numéro ; ce qui se tape bien s’en sert', async () => {
  const m = await unMonde()
  const p = devant(m)
  const saisie = {
    outil: 'endi',
    genre: 'facture',
    numero: 'E-1',
    date: '01/10/2026',
    client: 'Clinique',
    ht: '1 000,00 €',
    nature: 'formation',
    origine: 'entreprise',
    session: 'S-2026-001',
  }
  const enregistrer = (traits: Record<string, string>) =>
    p.demander('/factures/enregistrer', { ...saisie, ...traits })
  for (const [traits, phrase] of [
    [{ date: '01/01/2035' }, 'vérifiez l’année'],
    [{ tva: '500' }, 'dépasse 20 %'],
    [{ echeance: '30/09/2026' }, 'L’échéance précède'],
  ] as const) {
    const r = await enregistrer(traits)
    expect([r.statut >= 400, r.texte]).toEqual([true, expect.stringContaining(phrase)])
    expect(r.html).toContain('value="E-1"')
  }
  // Échue, elle se relance ; sans échéance, elle ne se relancerait jamais.
  const { vers } = await enregistrer({ echeance: '31/10/2026' })
  expect((await p.demander(vers)).texte).toContain('Relancer, niveau 1 sur 3')

  // Payée par qui n’est pas du dossier, elle doit le nommer : sinon elle s’ajouterait à ce que la convention compte.
  const tierce = { numero: 'E-3', client: 'Caisse des dépôts', origine: 'cdc-cpf', outil: 'edof' }
  const sansDossier = await enregistrer(tierce)
  expect([sansDossier.statut, sansDossier.texte]).toEqual([
    409,
    expect.stringContaining('Dites quel dossier elle paie'),
  ])
  expect(sansDossier.html).toContain(`<option value="${m.dossier}"`)
  const nommee = await enregistrer({ ...tierce, dossier: m.dossier })
  expect([nommee.statut, (await p.demander(nommee.vers)).html]).toEqual([
    303,
    expect.stringContaining(`/dossiers/${m.dossier}`),
  ])
  await p.demander(`${nommee.vers}/affectation`, {
    geste: 'retirer',
    pourquoi: 'Saisie pour l’essai',
    source: 'cdc-cpf',
    session: 'S-2026-001',
  })

  // La même somme, pour le même dossier, de deux outils : le dossier le dit.
  const { vers: double } = await enregistrer({ numero: 'E-2' })
  expect(double).toMatch(/^\/factures\//)
  const dossier = await p.demander(`/sessions/${m.fil.session}/dossiers/${m.dossier}/factures`)
  expect(dossier.texte).toContain('1 000,00 € facturés de trop')

  // Retirée, elle rend son numéro ; elle ne revient pas tant qu’une autre le porte.
  const retirer = (adresse: string, geste: string) =>
    p.demander(`${adresse}/affectation`, {
      geste,
      pourquoi: 'Montant faux',
      source: 'entreprise',
      session: 'S-2026-001',
    })
  expect((await retirer(double, 'retirer')).statut).toBe(303)
  const juste = await enregistrer({ numero: 'E-2', ht: '900' })
  expect([juste.statut, juste.vers === double]).toEqual([303, false])
  expect((await enregistrer({ numero: 'E-2', ht: '900' })).texte).toContain('est déjà enregistrée')
  expect((await retirer(double, 'affecter')).texte).toContain('a été enregistrée de nouveau')
  await retirer(juste.vers, 'retirer')

  const charge = (traits: Record<string, string>) =>
    p.demander('/factures/charges', {
      jour: '20/11/2026',
      compte: '613',
      libelle: 'Salles',
      ht: '100',
      ...traits,
    })
  expect((await charge({ jour: '01/01/2035' })).texte).toContain('vérifiez l’année')
  expect((await charge({ part: '150' })).texte).toContain('va de 0 à 100 %')
  expect((await charge({ part: '62,5' })).statut).toBe(303)
  const cetExercice = await p.demander('/factures/charges')
  expect(cetExercice.texte).toContain('formation à 62,5 %')
  // Une charge de l’exercice clos, celui du bilan : on revient à elle, et on y va d’un lien.
  expect((await charge({ jour: '15/03/2025', libelle: 'Salles de 2025' })).statut).toBe(303)
  const [, avant = ''] = /href="([^"]+)">exercice précédent/.exec(cetExercice.html) ?? []
  const exerciceClos = await p.demander(avant.replaceAll('&amp;', '&'))
  expect(exerciceClos.texte).toContain('Salles de 2025')
  const [, id = ''] = /name="charge" value="([^"]+)"/.exec(exerciceClos.html) ?? []
  const retrait = await p.demander('/factures/charges/retirer', { charge: id })
  expect(retrait.requete).toContain('du=2025')
})

it('une charge dit son enseigne ; celles qu’une reprise compte déjà se disent, au lieu de « aucune »', async () => {
  const m = await unMonde()
  const reprise = { ...sansPrises, chargesReprises: async () => centimes(1_274_000) }
  const p = devant(m, {}, { prises: reprise })
  const vide = (await p.demander('/factures/charges')).texte
  expect(vide).toContain('compte déjà 12 740,00 € de charges dans cet exercice')
  expect(vide).not.toContain('Aucune charge n’est connue')
  expect(vide).not.toContain('celle de la session, ou la coopérative')
  const { activite } = await base.maintenance((tx) =>
    poserEnseigne(tx, { organisme: m.fil.organisme }, 'Laine'),
  )
  const saisie = { jour: '20/11/2026', compte: '604', libelle: 'Plieuse', ht: '40', enseigne: activite }
  expect((await p.demander('/factures/charges', saisie)).statut).toBe(303)
  expect((await p.demander('/factures/charges')).texte).toMatch(/Plieuse .{0,40}604 Laine /)
})

it('une écriture se range dans l’enseigne que sa ligne nomme : une paie n’a pas de facture pour le dire', async () => {
  const m = await unMonde()
  const p = devant(m)
  const { activite } = await base.maintenance((tx) =>
    poserEnseigne(tx, { organisme: m.fil.organisme }, 'Étoupe'),
  )
  const { texte } = await p.demander('/factures/importer', {
    geste: 'enregistrer',
    genre: 'ecritures',
    outil: 'compta',
    texte: [
      'numero;date;compte;libelle;debit;credit;enseigne',
      'P1;02/11/2026;421000;Salaire versé;900,00;;étoupe',
      'P1;02/11/2026;512000;Salaire versé;;900,00;Étoupe',
      'P2;02/11/2026;512000;Frais de banque;;9,00;',
      'P3;02/11/2026;512000;Une autre;;1,00;Inconnue',
    ].join('\n'),
  })
  expect(texte).toContain('3 enregistrées, 0 déjà là, 1 écartées')
  expect(texte).toContain('L’enseigne Inconnue n’est pas connue ici.')
  const lues = await base.maintenance((tx) =>
    sql<{
      numero: string
      sienne: boolean
    }>`select numero, activite_id = ${activite} as sienne from facturation.ecriture
      where organisme_id = ${m.fil.organisme} and numero like 'P%' order by numero, rang`.execute(tx),
  )
  expect(lues.rows.map((l) => [l.numero, l.sienne])).toEqual([
    ['P1', true],
    ['P1', true],
    ['P2', false],
  ])
})

it('une écriture garde toutes ses lignes, et relue n’en ajoute aucune ; un relevé paie les factures choisies, et elles seules', async () => {
  const m = await unMonde()
  const p = devant(m)
  const importer = async (champs: Record<string, string>) =>
    (await p.demander('/factures/importer', { geste: 'enregistrer', ...champs })).texte
  const ecritures = {
    genre: 'ecritures',
    outil: 'compta',
    texte: [
      'JournalCode|EcritureNum|EcritureDate|CompteNum|EcritureLib|Debit|Credit|PieceRef',
      'VE|12|20261102|411000|Clinique|1400,00|0,00|',
      'VE|12|20261102|706000|Formation|0,00|1400,00|',
      'VE|12|20251102|706000|L’an passé|0,00|10,00|',
      'BQ|12|20261102|512000|Autre journal|10,00|0,00|',
    ].join('\n'),
  }
  expect(await importer(ecritures)).toContain('4 enregistrées, 0 déjà là, 0 écartées')
  expect(await importer(ecritures)).toContain('0 enregistrées, 4 déjà là, 0 écartées')

  await importer({
    genre: 'factures',
    outil: 'endi',
    texte: [
      'numero;date;client;montant_ht;origine',
      'FA-2026-0001;01/07/2026;Clinique;300,00;entreprise',
      'FA-2026-0002;01/08/2026;Clinique;400,00;entreprise',
      'FA-2026-0004;01/09/2026;Ponant;50,00;entreprise',
      'FA-2026-0003;01/09/2026;Clinique;500,00;entreprise',
    ].join('\n'),
  })
  // D’un même jour, le plus grand numéro d’abord, dans quelque ordre qu’elles soient venues.
  const liste = (await p.demander('/factures')).texte
  expect(liste.indexOf('FA-2026-0004')).toBeLessThan(liste.indexOf('FA-2026-0003'))
  const releve = 'date;libelle;montant\n20/11/26;VIR FA 0002 ET 0003;1000,00\n21/11/26;VIR INCONNU;50,00'
  await importer({ genre: 'releve', outil: 'banque', texte: releve })
  const lu = await p.demander('/factures/releve')
  const formulaires = lu.html.split('<form').filter((f) => f.includes('name="mouvement"'))
  const [deux = '', inconnu = ''] = [/unseen"> VIR FA 0002 ET/, /unseen"> VIR INCONNU/].map((r) =>
    formulaires.find((f) => r.test(f)),
  )
  const mouvement = (f: string) => /name="mouvement" value="([^"]+)"/.exec(f)?.[1] ?? ''
  const cochees = [...deux.matchAll(/name="facture" value="([^"]+)" checked/g)].map((x) => x[1] ?? '')
  expect(cochees).toHaveLength(2)
  const corps = new URLSearchParams({
    _organisme: m.fil.organisme,
    mouvement: mouvement(deux),
    geste: 'rapprocher',
  })
  for (const f of cochees) corps.append('facture', f)
  const fait = await p.poster('/factures/releve', corps)
  expect(fait).toBe(303)
  const ouvertes = await p.demander('/factures?etat=ouvertes')
  expect(ouvertes.texte).toContain('FA-2026-0001')
  const compte = (await p.demander('/factures/comptes?format=csv')).html
  // 1 000 ont payé 400 et 500 ; 100 restent en avance, et les 300 de l’autre facture restent dus.
  expect(compte).toMatch(/Clinique;.*;100,00;200,00/)

  const nomme = (autre: string, geste = 'rapprocher') =>
    p.demander('/factures/releve', { mouvement: mouvement(inconnu), geste, autre })
  expect((await nomme('')).texte).toContain('Cochez la facture')
  expect((await nomme('FA-1')).texte).toContain('Aucune facture à régler n’a le numéro FA-1')
  expect((await nomme('fa-2026-0004')).statut).toBe(303)
})

it('au financeur, la facture part avec ses certificats, le numéro de son dossier et le nom du client ; sa part du prix y est dite', async () => {
  const m = await unDossier(base, [
    { dispositif: 'opco-plan', montant: 60_000, subrogation: true },
    { dispositif: 'entreprise', montant: 40_000 },
  ])
  const p = devant(m)
  await p.demander('/factures/reglages', reglages)
  await base.maintenance((tx) =>
    sql`update inscriptions.financement set accord_reference = '26-88310' where dossier_id = ${m.dossier} and rang = 0`.execute(
      tx,
    ),
  )
  const numeros: string[] = []
  for (const inscription of m.fil.inscriptions) {
    const certifie = await emettreCertificat(
      { ...m.services.a('2026-11-25T09:00:00Z'), pdf },
      acces,
      inscription as never,
    )
    if (!certifie.ok) throw new Error(certifie.error.phrase)
  }
  const prete = await base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, (tx) =>
    preparerDuDossier(
      tx,
      { id: newId<'ProjetFacture'>(), session: m.fil.session, dossier: m.dossier, rang: 0, genre: 'facture' },
      new Date('2026-11-25T09:00:00Z'),
    ),
  )
  if (!prete.ok) throw new Error(prete.error.phrase)
  const emise = await p.demander(`/factures/projets/${prete.value}/geste`, { geste: 'emettre', version: '1' })
  expect([emise.statut, emise.texte.match(/Rien n’a été émis.{0,300}/)?.[0]]).toEqual([303, undefined])
  const page = await p.demander(emise.vers)
  for (const dit of [
    'Votre dossier n° 26-88310',
    'Pour le compte de Clinique',
    'Sont joints les certificats',
  ])
    expect(page.texte).toContain(dit)
  expect(lireTexte((await p.demander(`${emise.vers}/piece.pdf`)).octets)).toContain(
    serre('Le prix se partage : 600,00 € sur 1 000,00 € à la charge de ce payeur'),
  )
  await p.demander(`${emise.vers}/envoi`, {
    _jeton: newId(),
    a: 'opco@exemple.example',
    sujet: 'Facture',
    message: 'Bonjour, voici la facture.',
  })
  const { rows } = await base.maintenance((tx) =>
    sql<{ id: string }>`select id from facturation.envoi where organisme_id = ${m.fil.organisme}`.execute(tx),
  )
  await moduleFacturation(sansPrises).jobs?.['facturation.envoyer-facture']?.(
    { organisme: m.fil.organisme, envoi: rows[0]?.id ?? '' },
    p.services,
  )
  for (const x of p.courrier[0]?.pieces ?? []) numeros.push(x.nom.replace(/-\d{4}-\d+\.pdf$/, ''))
  expect(numeros).toEqual(['FA', 'CR', 'CR'])
})

it('qui ne peut pas ouvrir « À vérifier » n’en voit pas le lien', async () => {
  const m = await unMonde()
  await devant(m).demander('/factures/enregistrer', {
    outil: 'endi',
    genre: 'facture',
    numero: 'E-1',
    date: '01/10/2026',
    client: 'Clinique',
    ht: '10',
    nature: 'formation',
  })
  expect((await devant(m).demander('/factures')).texte).toContain('À vérifier : 2')
  const assistant = await devant(m, { roles: ['assistant'] }).demander('/factures')
  expect([assistant.statut, assistant.texte]).toEqual([200, expect.not.stringContaining('À vérifier')])
})

it('un avoir qui rend des heures certifiées le dit avant d’être préparé, puis avant d’être émis, et part quand même', async () => {
  const m = await unMonde()
  const p = devant(m)
  await p.demander('/factures/reglages', reglages)
  await base.maintenance((tx) =>
    sql`update inscriptions.dossier set reference_client = 'BC-2210' where id = ${m.dossier}`.execute(tx),
  )
  const prete = await base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, (tx) =>
    preparerDuDossier(
      tx,
      { id: newId<'ProjetFacture'>(), session: m.fil.session, dossier: m.dossier, rang: 0, genre: 'facture' },
      new Date('2026-11-25T09:00:00Z'),
    ),
  )
  if (!prete.ok) throw new Error(prete.error.phrase)
  const emise = await p.demander(`/factures/projets/${prete.value}/geste`, { geste: 'emettre', version: '1' })
  expect([emise.statut, emise.texte.match(/Rien n’a été émis.{0,300}/)?.[0]]).toEqual([303, undefined])
  const facture = emise.vers
  const rendre = async (champs: Record<string, string>) => {
    const { vers } = await p.demander(`${facture}/avoir`, { motif: 'Facturé au mauvais payeur', ...champs })
    return { vers, texte: (await p.demander(vers)).texte }
  }
  // Nul certificat : rien à dire.
  expect((await p.demander(facture)).texte).not.toContain('ne change aucun certificat')
  const avant = await rendre({})
  expect(avant.texte).not.toContain('restent certifiées')
  await p.demander(`${avant.vers}/geste`, { geste: 'abandonner', version: '1' })

  const [, seconde] = m.fil.inscriptions
  const certifie = await emettreCertificat(
    { ...m.services.a('2026-11-25T09:00:00Z'), pdf: m.services.pdf },
    acces,
    seconde as never,
  )
  if (!certifie.ok) throw new Error(certifie.error.phrase)
  const lue = await p.demander(facture)
  expect(lue.texte).toMatch(
    /Un avoir ne change aucun certificat : les heures qu’il rend y restent \( ?\S+ ?\)/,
  )
  expect(lue.texte).toContain(
    'corrigez les présences depuis la session , puis émettez de nouveau le certificat',
  )
  // Une remise laisse les heures facturées : le certificat dit vrai.
  const remise = await rendre({ 'ligne-0': '100,00', heures: 'gardees' })
  expect(remise.texte).not.toContain('restent certifiées')
  await p.demander(`${remise.vers}/geste`, { geste: 'abandonner', version: '1' })
  const avoir = await rendre({})
  expect(avoir.texte).toMatch(
    /Ces heures restent certifiées\. L’avoir rend 3 h 30 à Léonie Fabre \(certificat \S+\) ?, et ne change/,
  )
  expect(avoir.texte).not.toContain('Agathe Pons (certificat')
  expect((await p.demander(avoir.vers)).html).toContain(`/sessions/${m.fil.session}/certificats"`)
  const emis = await p.demander(`${avoir.vers}/geste`, { geste: 'emettre', version: '1' })
  expect(emis.vers).toMatch(/^\/factures\/[0-9a-f-]{36}$/)
})

it('un exercice qui ne commence pas au 1er janvier a son précédent ; ce que rien n’arrête se dit provisoire, à l’écran et au nom du fichier', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  await base.maintenance(async (tx) => {
    await sql`update organisme.organisme set cloture_mois = 8, cloture_jour = 31 where organisme_id = ${m.fil.organisme}`.execute(
      tx,
    )
    await sql`insert into facturation.charge (organisme_id, id, activite_id, jour, compte, libelle, montant_ht_centimes, enregistree_le)
      values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, '2026-03-02', '604', 'Formatrice', 62000, now())`.execute(
      tx,
    )
  })
  const d = devant(m)
  const page = await d.demander('/factures/comptabilite')
  expect(page.texte).toMatch(/Exercice précédent, dont 1 écriture provisoire/)
  const lien =
    /href="([^"]*fec[.]txt[?]du=2025-09-01[^"]*)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const fec = await d.demander(lien)
  expect([fec.statut, fec.fichier]).toEqual([
    200,
    expect.stringContaining('provisoire-999120470FEC20260831.txt'),
  ])
})

it('ce que deux coopératives ont constaté garde ses lignes quand on le corrige ; abandonné, il se prépare de nouveau, tel que constaté', async () => {
  const m = await unMonde()
  const p = devant(m)
  const id = newId<'ProjetFacture'>()
  const adresse = projetUrl({ projet: id })
  const ici = <T>(work: Parameters<typeof base.enTantQue<T>>[2]) =>
    base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)
  const preparer = () =>
    ici((tx) =>
      preparerConstatee(
        tx,
        {
          id,
          activite: m.fil.activite,
          payeurEntreprise: m.client,
          periode: { du: '2026-11-02' as DateCivile, au: '2026-11-03' as DateCivile },
          reference: 'CM-1',
          delaiJours: 30,
          formation: true,
          lignes: [{ libelle: 'Animer', montant: centimes(124_000), taux: 2000 }],
        },
        p.services.clock.now(),
      ),
    )
  const constat = {
    source: 'autre-of',
    reference: 'CM-1',
    periode: { du: '2026-11-02', au: '2026-11-03' },
    lignes: [{ nature: 'formation', montant: 124_000, taux: 2000 }],
  }
  const lu = () => ici((tx) => lireProjet(tx, id))
  await preparer()
  expect((await p.demander(adresse)).html).not.toContain('lignes[0]')
  const corrigee = await p.demander(adresse, {
    version: '1',
    du: '01/01/2026',
    au: '02/01/2026',
    reference: 'Autre',
    codeService: '',
    delaiJours: '45',
    motif: '',
    ...uneLigne(0, 'hors-formation', 'Conseil', '1,00'),
  })
  expect(corrigee.statut).toBe(303)
  expect(await lu()).toMatchObject({ ...constat, delaiJours: 45 })
  expect((await p.demander(`${adresse}/geste`, { geste: 'abandonner', version: '2' })).statut).toBe(303)
  expect(await lu()).toMatchObject({ etat: 'abandonne' })
  await preparer()
  expect(await lu()).toMatchObject({ ...constat, etat: 'ouvert', delaiJours: 30 })
})

describe('la facture électronique, à l’écran', () => {
  const reglee = {
    nom: 'Passerelle',
    flux: 'https://127.0.0.1/flux',
    annuaire: '',
    jeton: 'https://127.0.0.1/jeton',
    client: 'coop',
    secret: 'un-secret-bien-garde',
  }
  it('la plateforme se règle chiffrée, ne se remontre pas, et une adresse neuve redemande son secret', async () => {
    const m = await unMonde()
    const p = devant(m)
    const enClair = await p.demander('/factures/plateforme', { ...reglee, flux: 'http://127.0.0.1/flux' })
    expect([enClair.statut, enClair.texte]).toEqual([422, expect.stringContaining('https://')])
    const posee = await p.demander('/factures/plateforme', reglee)
    expect([posee.statut, posee.vers]).toEqual([303, '/factures/plateforme'])
    const page = await p.demander('/factures/plateforme')
    expect(page.html).not.toContain(reglee.secret)
    expect(page.texte).toContain('Passerelle')
    const sansSecret = { ...reglee, secret: '' }
    expect((await p.demander('/factures/plateforme', { ...sansSecret, nom: 'Autre nom' })).statut).toBe(303)
    expect(
      (await p.demander('/factures/plateforme', { ...sansSecret, flux: 'https://127.0.0.2/flux' })).statut,
    ).toBe(409)
    expect((await devant(m, { roles: ['assistant'] }).demander('/factures/plateforme', reglee)).statut).toBe(
      403,
    )
    for (const [roles, statut] of [
      ['comptable', 303],
      ['assistant', 403],
    ] as const)
      expect(
        (await devant(m, { roles: [roles] }).demander('/factures/electroniques/relire', {})).statut,
        roles,
      ).toBe(statut)
    // L’adresse d’appel se montre une fois ; elle ne demande pas de compte, et rien ne répond à une autre.
    const neuve = await p.demander('/factures/plateforme/appel', {})
    const [adresse = ''] = neuve.html.match(/\/appels\/plateforme\/[\w-]{43}/) ?? []
    expect([neuve.statut, adresse]).toEqual([200, expect.stringContaining('/appels/')])
    expect((await p.demander('/factures/plateforme')).html).not.toContain(adresse)
    expect((await p.demander(adresse, {})).statut).toBe(204)
    // La dernière lettre ne porte que quatre bits : la changer peut redonner le même secret. On change la première.
    const autre = adresse.replace(/plateforme\/./, (d) => `plateforme/${d.endsWith('A') ? 'B' : 'A'}`)
    expect((await p.demander(autre, {})).statut).toBe(404)
    expect(
      (await devant(m, { roles: ['assistant'] }).demander('/factures/plateforme/appel', {})).statut,
    ).toBe(403)
    expect((await p.demander('/factures/plateforme/appel/arreter', {})).statut).toBe(303)
    expect((await p.demander(adresse, {})).statut).toBe(404)
    expect((await p.demander('/factures/plateforme/retirer', {})).statut).toBe(303)
    expect((await p.demander('/factures/electroniques')).texte).toContain('pas encore réglée')
  })

  it('la boîte aux lettres se règle chiffrée, ne se remontre pas ; ses enseignes seules ne la règlent pas', async () => {
    const m = await unMonde()
    const p = devant(m)
    const boite = {
      hote: '127.0.0.1',
      port: '993',
      compte: 'factures',
      secret: 'mot-bien-garde',
      dossier: 'INBOX',
    }
    expect((await p.demander('/factures/boite', { ...boite, hote: 'http://a/b' })).statut).toBe(422)
    expect((await p.demander('/factures/boite', { ...boite, port: '25' })).statut).toBe(422)
    // Réglée, puis éprouvée : une adresse de cette machine ne se lit pas, et se dit.
    const posee = await p.demander('/factures/boite', boite)
    expect([posee.statut, posee.vers]).toEqual([303, '/factures/boite'])
    const page = await p.demander('/factures/boite')
    expect(page.html).not.toContain(boite.secret)
    expect(page.texte).toContain('Aucun message n’est encore lu')
    expect((await p.demander('/factures/boite/relever', {})).statut).toBe(303)
    const siennes = devant(m, {}, { portee: [m.fil.activite] })
    expect((await siennes.demander('/factures/boite')).statut).toBe(403)
    for (const adresse of ['/factures/boite', '/factures/boite/relever', '/factures/boite/retirer'])
      expect((await siennes.demander(adresse, boite)).statut, adresse).toBe(403)
    expect((await siennes.demander('/factures/electroniques')).html).not.toContain('"/factures/boite"')
    expect((await p.demander('/factures/electroniques')).html).toContain('"/factures/boite"')
    expect((await devant(await unMonde()).demander('/factures/boite')).texte).not.toContain(
      'Retirer cette boîte',
    )
    expect((await p.demander('/factures/boite/retirer', {})).statut).toBe(303)
    expect((await p.demander('/factures/boite')).texte).not.toContain('Retirer cette boîte')
  })

  it('« Relever maintenant » se presse à la comptabilité : une relève demandée, et ce qu’elle a lu se montre', async () => {
    const m = await unMonde()
    const b = await boiteSimulee()
    try {
      const p = devant(m)
      await base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, (tx) =>
        reglerBoite(
          tx,
          { keys: p.services.keys, organisme: m.fil.organisme, le: p.services.clock.now() },
          b.acces,
        ),
      )
      const facture = ecrireCii({
        ...exemple,
        numero: 'NC-7',
        vendeur: { ...exemple.vendeur, nom: 'Numerik Commun', siren: '999381650', tva: 'FR32999381650' },
        acheteur: { ...exemple.acheteur, siren: '999120470' },
      })
      if (!facture.ok) throw new Error('cii')
      const octets = Buffer.from(facture.value)
      b.poser({
        messageId: '<7@exemple>',
        le: new Date('2026-11-24T08:00:00Z'),
        jointes: [{ nom: 'NC-7.xml', type: 'application/xml', octets }],
      })
      const avant = await p.demander('/factures/boite')
      const bouton = avant.html.split('<form').find((f) => f.includes('Relever maintenant')) ?? ''
      const adresse = /action="([^"]+)"/.exec(bouton)?.[1] ?? ''
      expect([avant.texte, adresse]).toEqual([
        expect.stringContaining('Pas encore relevée'),
        '/factures/boite/relever',
      ])
      expect((await devant(m, { roles: ['assistant'] }).demander(adresse, {})).statut).toBe(403)
      for (const _ of [1, 2]) {
        const pressee = await p.demander(adresse, {})
        expect([pressee.statut, pressee.vers]).toEqual([303, '/factures/boite'])
      }
      const file = await base.client('admin')
      const { rows } = await file.query<{ demande: object }>(
        `select j.payload as demande from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier = 'facturation.relever-boite' and j.payload ->> 'organisme' = $1`,
        [m.fil.organisme],
      )
      expect(rows).toEqual([{ demande: expect.objectContaining({ organisme: m.fil.organisme }) }])
      await creerReleverBoite(b.creer)({ organisme: m.fil.organisme }, { ...p.services, db: base.worker })
      expect((await p.demander('/factures/boite')).texte).toMatch(/Relevée\sle\s25[\s\S]*NC-7\.xml\s: reçue/)
      expect((await p.demander('/factures/recues')).texte).toContain('NC-7')
    } finally {
      b.fermer()
    }
  })

  it('Chorus Pro se règle chiffré, ne se remontre pas, et une adresse neuve redemande ses secrets', async () => {
    const m = await unMonde()
    const p = devant(m)
    const chorus = {
      api: 'https://127.0.0.1',
      jeton: 'https://127.0.0.1/jeton',
      client: 'app',
      secret: 'secret-de-piste',
      compte: 'TECH_1@cpro.fr',
      motDePasse: 'mot-technique',
    }
    expect((await p.demander('/factures/chorus', { ...chorus, api: 'http://127.0.0.1' })).statut).toBe(422)
    expect((await devant(m, { roles: ['assistant'] }).demander('/factures/chorus', chorus)).statut).toBe(403)
    // Réglé, puis éprouvé : une adresse de cette machine ne s’appelle pas, et se dit.
    const pose = await p.demander('/factures/chorus', chorus)
    expect([pose.statut, pose.vers]).toEqual([303, '/factures/chorus'])
    const page = await p.demander('/factures/chorus')
    expect(page.html).toContain('TECH_1@cpro.fr')
    expect(page.html).not.toMatch(/secret-de-piste|mot-technique/)
    const vides = { ...chorus, secret: '', motDePasse: '' }
    expect((await p.demander('/factures/chorus', vides)).statut).toBe(303)
    expect((await p.demander('/factures/chorus', { ...vides, api: 'https://127.0.0.2' })).statut).toBe(409)
    expect((await p.demander('/factures/chorus/retirer', {})).statut).toBe(303)
    expect((await p.demander('/factures/chorus')).texte).not.toContain('Retirer Chorus Pro')
  })

  it('de ses enseignes seulement, l’e-reporting ne se dit pas à transmettre', async () => {
    const m = await unMonde()
    const siennes = devant(m, {}, { portee: [m.fil.activite] })
    const page = (await siennes.demander('/factures/e-reporting')).texte
    expect(page).toContain('celles de vos enseignes seulement')
    expect(page).not.toContain('À transmettre')
    expect((await siennes.demander('/factures/e-reporting?format=csv')).fichier).toContain('de-mes-enseignes')
    const entiere = (await devant(m).demander('/factures/e-reporting')).texte
    expect(entiere).toMatch(/À transmettre[\s\S]*Rien ne part d’ici/)
  })

  it('à la main puis à Chorus Pro, une facture part une fois, ses statuts se notent, et un refus mène à l’avoir', async () => {
    const m = await unMonde()
    const p = devant(m)
    const { facture } = await emettreLibre(m, p)
    expect((await p.demander(`${facture}/vie`)).texte).toContain('C’est fait')
    // Chacun de ses mots se lit hostile : hors de sa voie, à venir, d’une autre coopérative.
    expect(
      (await p.demander(`${facture}/vie/depot`, { voie: 'plateforme', jour: '', reference: '' })).statut,
    ).toBe(409)
    expect(
      (await p.demander(`${facture}/vie/depot`, { voie: 'main', jour: '01/01/2030', reference: '' })).statut,
    ).toBe(409)
    expect(
      (await p.demander(`${facture}/vie/depot`, { voie: 'main', jour: '25/11/2026', reference: '' })).statut,
    ).toBe(303)
    expect(
      (await p.demander(`${facture}/vie/depot`, { voie: 'main', jour: '25/11/2026', reference: '' })).statut,
    ).toBe(409)
    expect(
      (await p.demander(`${facture}/vie/statut`, { statut: '210', leJour: '25/11/2026', motif: '' })).statut,
    ).toBe(409)
    expect(
      (await p.demander(`${facture}/vie/statut`, { statut: '999', leJour: '25/11/2026', motif: '' })).statut,
    ).toBe(422)
    const refusee = await p.demander(`${facture}/vie/statut`, {
      statut: '210',
      leJour: '25/11/2026',
      motif: 'Commande inconnue',
    })
    expect(refusee.statut).toBe(303)
    const vie = await p.demander(`${facture}/vie`)
    expect(vie.texte).toMatch(/refusée[\s\S]*Commande inconnue[\s\S]*vous[\s\S]*Préparer l’avoir/)
    expect(vie.html).toContain(`${facture}#avoir`)
    expect((await p.demander('/factures/electroniques')).texte).toMatch(/1 point[\s\S]*Commande inconnue/)
    const autre = await unMonde()
    expect((await devant(autre).demander(`${facture}/vie`)).statut).toBe(404)
    expect(
      (
        await devant(m, { roles: ['assistant'] }).demander(`${facture}/vie/statut`, {
          statut: '205',
          leJour: '25/11/2026',
          motif: '',
        })
      ).statut,
    ).toBe(403)
  })

  it('un acheteur public exige son engagement et son service : rien ne part sans eux, puis le code part dans la facture', async () => {
    const m = await unMonde()
    await base.maintenance((tx) =>
      sql`update tiers.entreprise set siren = '213502388' where organisme_id = ${m.fil.organisme} and id = ${m.client}`.execute(
        tx,
      ),
    )
    const p = devant(m)
    await p.demander('/factures/reglages', reglages)
    const prete = await p.demander('/factures/nouvelle', {
      entreprise: m.client,
      du: '20/11/2026',
      au: '21/11/2026',
      reference: 'ENG-77',
      delaiJours: '30',
      ...uneLigne(0, 'hors-formation', 'Conseil', '400,00'),
    })
    const corriger = (version: string, codeService: string) =>
      p.demander(prete.vers, {
        version,
        du: '20/11/2026',
        au: '21/11/2026',
        reference: 'ENG-77',
        codeService,
        exigeEngagement: 'on',
        exigeService: 'on',
        delaiJours: '30',
        motif: '',
        ...uneLigne(0, 'hors-formation', 'Conseil', '400,00'),
      })
    expect((await corriger('1', '')).statut).toBe(303)
    expect((await p.demander(prete.vers)).texte).toMatch(/exige un code de service sur Chorus Pro/)
    const refuse = await p.demander(`${prete.vers}/geste`, { geste: 'emettre', version: '2' })
    expect([refuse.statut, refuse.texte]).toEqual([409, expect.stringContaining('BT-10')])
    expect((await corriger('2', 'SERV-12')).statut).toBe(303)
    const emise = await p.demander(`${prete.vers}/geste`, { geste: 'emettre', version: '3' })
    expect(emise.statut).toBe(303)
    const { octets } = await p.demander(`${emise.vers}/piece.pdf`)
    expect(lireTexte(octets)).toContain('SERV-12')
    const xml = jointsDuPdf(octets)['factur-x.xml'] ?? ''
    expect(xml).toMatch(/BuyerReference>SERV-12<[\s\S]*ENG-77/)
    expect((await p.demander(`${emise.vers}/vie`)).texte).toMatch(
      /code de service SERV-12, engagement ENG-77/,
    )
    // Chorus Pro réglé, ce que l’on note et que l’on vide ne part pas ; du bouton seulement. Sans réponse, on y regarde avant d’en changer.
    await p.demander('/factures/chorus', {
      api: 'https://127.0.0.1',
      jeton: 'https://127.0.0.1/jeton',
      client: 'app',
      secret: 'secret-de-piste',
      compte: 'TECH_1@cpro.fr',
      motDePasse: 'mot-technique',
    })
    const depot = { voie: 'chorus', jour: '', reference: '' }
    expect((await p.demander(`${emise.vers}/vie/depot`, depot)).statut).toBe(409)
    const bouton = { ...depot, parInterface: 'on' }
    expect((await p.demander(`${emise.vers}/vie/depot`, bouton)).statut).toBe(303)
    await base.worker.withTenant({ genre: 'tache', organisme: m.fil.organisme }, async (tx) => {
      const [d] = await depotsDe(tx, emise.vers.split('/').at(-1) as FactureId)
      if (!d) throw new Error('dépôt')
      await prendreDepot(tx, d.id, p.services.clock.now())
      await noterEchecDeDepot(tx, d.id, { phrase: 'Aucune réponse.', clos: null })
      expect(await depotsEnPlan(tx, new Date('2030-01-01'))).toEqual([])
    })
    expect((await p.demander('/factures/electroniques')).texte).toMatch(
      /1 point[\s\S]*y est peut-être\s:\s«\sAucune réponse\.\s»\s;\scherchez-la sur Chorus Pro/,
    )
    expect((await p.demander('/factures/chorus/retirer', {})).vers).toBe('/factures/chorus')
    expect((await p.demander('/factures/chorus')).texte).toContain('Retirer Chorus Pro')
  })

  it('un fichier déposé se lit, s’emporte, s’approuve en charge ; un autre, sans facture, se dit', async () => {
    const m = await unMonde()
    const p = devant(m)
    const deposer = async (octets: Uint8Array, nom: string) => {
      const corps = new FormData()
      corps.set('_organisme', m.fil.organisme)
      corps.set('fichier', new File([Buffer.from(octets)], nom))
      return p.poster('/factures/recues', corps as never)
    }
    expect(await deposer(Buffer.from('<a/>'), 'a.xml')).toBe(422)
    const bonne = ecrireCii({
      ...exemple,
      vendeur: { ...exemple.vendeur, nom: 'Numerik Commun', siren: '999381650', tva: 'FR32999381650' },
      acheteur: { ...exemple.acheteur, siren: '999120470' },
    })
    if (!bonne.ok) throw new Error('cii')
    expect(await deposer(Buffer.from(bonne.value), 'f.xml')).toBe(303)
    expect(await deposer(Buffer.from(bonne.value), 'f.xml')).toBe(409)
    const liste = await p.demander('/factures/recues')
    const une = /href="(\/factures\/recues\/[0-9a-f-]{36})"/.exec(liste.html)?.[1] ?? ''
    const fiche = await p.demander(une)
    expect(fiche.texte).toMatch(/à répondre/)
    expect(fiche.texte).toMatch(/Numerik Commun/)
    expect(fiche.texte).toContain('déposée ici')
    expect((await p.demander(`${une}/fichier`)).fichier).toBe('attachment; filename="FA-2026-0031.xml"')
    const champs = { motif: '', deja: '', compte: '604', session: '', prestation: 'on', raison: '' }
    expect((await p.demander(`${une}/reponse`, { ...champs, reponse: 'refuser' })).statut).toBe(409)
    // Ce qu’elle paie ne se garde qu’avec l’approbation : refusée, elle n’en dit rien.
    await confierLaSeance(base, m, m.client)
    const attendue = `intervention:${m.fil.session}`
    const tombee = { ...champs, reponse: 'approuver', attendue, deja: newId() }
    expect((await p.demander(`${une}/reponse`, tombee)).texte).toContain(
      'Cette charge n’est pas du même montant',
    )
    expect((await p.demander(une)).texte).not.toContain('déjà payée')
    const approuvee = await p.demander(`${une}/reponse`, { ...champs, reponse: 'approuver' })
    expect([approuvee.statut, approuvee.texte.match(/(?:Cela ne peut|Rien n).{0,300}/)?.[0]]).toEqual([
      303,
      undefined,
    ])
    expect((await p.demander(une)).texte).toMatch(/approuvée/)
    expect((await p.demander('/factures/charges')).texte).toMatch(/Facture FA-2026-0031/)
    expect((await p.demander('/factures/recues?format=csv')).texte).toMatch(/Numerik Commun;999381650/)
    const autre = await unMonde()
    expect((await devant(autre).demander(une)).statut).toBe(404)
    expect(
      (
        await devant(m, { roles: ['assistant'] }).demander(`${une}/reponse`, {
          ...champs,
          reponse: 'refuser',
          motif: 'Non',
        })
      ).statut,
    ).toBe(403)
  })
})
