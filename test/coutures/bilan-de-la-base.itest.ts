import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { seancesSuivies } from '#modules/bpf/db/detail.queries.ts'
import { portsDeReprise } from '#modules/bpf/db/reprise.ecritures.ts'
import { enJson } from '#modules/bpf/domain/lignes.ts'
import { reprendreDossier } from '#modules/bpf/gestes/reprendre-dossier.ts'
import { bpf } from '#modules/bpf/module.ts'
import { lu as dossierLu } from '#modules/bpf/test/dossiers.ts'
import { unCasGenere } from '#modules/bpf/test/generer.ts'
import { lireLesDeux as lireBilan } from '#modules/bpf/test/lire-les-deux.ts'
import { poserMissionsConfirmees } from '#modules/cae/test/poser-missions.ts'
import { poserOrganisme } from '#modules/comptes/test/organismes.ts'
import { ajouterElement, ajouterPrevue, annulerElement } from '#modules/emargement/db/a-part.ecritures.ts'
import { corrigerEnAbsence } from '#modules/emargement/gestes/composer.ts'
import { heuresAPart, lireCertificats, lireElements, lirePlan } from '#modules/emargement/index.ts'
import { acces } from '#modules/emargement/test/session-d-essai.ts'
import { listerDossiers } from '#modules/inscriptions/index.ts'
import { jourDit } from '#modules/sessions/test/cooperatives.ts'
import { poserIntervenant } from '#modules/sessions/test/poser.ts'
import type { Tiers, TiersId } from '#modules/tiers/domain/lus.ts'
import { garderStatut } from '#modules/tiers/gestes/tenir-intervenant.ts'
import { lireTiers } from '#modules/tiers/index.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../base/index.ts'
import { poserBilan } from './bilan-monde.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T09:00:00Z')
const exercice = { debut: jourDit('2026-01-01'), fin: jourDit('2026-12-31') }

const scene = (voulu: Parameters<typeof poserBilan>[1] = {}) => poserBilan(base, voulu)

it('le bilan de la base a les heures des feuilles, le statut de chacun, les payeurs et qui a animé', async () => {
  const { c, dans, session, inscrits, services, qui, motif, seances } = await scene()
  const lire = async () => enJson((await dans((tx) => lireBilan(tx, exercice))).bpf.lignes)
  const lu = JSON.parse(JSON.stringify(await lire()))
  // F-1 : deux personnes ; Alpha 2 × 3 h, Bravo 3 h 30. G : Charlie, 7 h. E : Tom, externe, 7 h, comptées une fois.
  expect([lu.F1.a.n, lu.F1.a.h]).toEqual([2, 9.5])
  expect([lu.G.n, lu.G.h]).toEqual([1, 7])
  expect(lu.E.externes).toMatchObject({ h: 7 })
  expect([lu.C['1'], lu.C['10']]).toEqual([1000, 400])

  // Une rectification change le bilan : la signature corrigée en absence n’y compte plus.
  const bravo = inscrits.find((i) => i.nom === 'Bravo')
  const [matin] = seances
  if (!bravo || !matin) throw new Error('scène perdue')
  const ou = { session, seance: matin.id, inscription: bravo.id, motif, absence: 'inconnu' as const }
  expect((await corrigerEnAbsence(services, qui, ou)).ok).toBe(true)
  const apresCoup = JSON.parse(JSON.stringify(await lire()))
  expect([apresCoup.F1.a.n, apresCoup.F1.a.h]).toEqual([1, 6])

  // Hors de l’exercice, rien ; et la commande rend les mêmes chiffres.
  const ailleurs = { debut: jourDit('2025-01-01'), fin: jourDit('2025-12-31') }
  expect((await dans((tx) => lireBilan(tx, ailleurs))).sommes.actions).toEqual([])
  const code = await base.maintenance(
    async (tx) =>
      (
        await sql<{
          code: string
        }>`select code from organisme.organisme where organisme_id = ${c.organisme}`.execute(tx)
      ).rows[0]?.code,
  )
  const [commande] = bpf.commandes ?? []
  const out: string[] = []
  const appel = [
    '--organisme',
    code ?? '',
    '--exercice',
    '2026-01-01..2026-12-31',
    '--json',
    '--date',
    '2027-01-10',
  ]
  const rendu = await commande?.run(appel, {
    services: { ...services, db: base.worker },
    stdout: (t) => void out.push(t),
    stderr: () => {},
  })
  expect([0, 1]).toContain(rendu)
  expect(JSON.parse(out.join('')).cas[0].bpf).toEqual(apresCoup)
  const err: string[] = []
  const perdu = await commande?.run(['--organisme', 'personne', '--exercice', '2026-01-01..2026-12-31'], {
    services: { ...services, db: base.worker },
    stdout: () => {},
    stderr: (t) => void err.push(t),
  })
  expect([perdu, err.join('')]).toEqual([2, expect.stringContaining('Aucun organisme')])
})

it('la facture remplace la convention de son payeur, l’écriture l’emporte, et charges et chiffre d’affaires suivent', async () => {
  const { c, dans, session } = await scene()
  const lire = async () => (await dans((tx) => lireBilan(tx, exercice))).bpf
  const [dossier] = (await dans((tx) => listerDossiers(tx, session))).filter((d) => d.regime === 'convention')
  if (!dossier) throw new Error('scène perdue')
  const facturer = (id: string, numero: string, le: string, centimes: number, source: string | null) =>
    base.maintenance(async (tx) => {
      await sql`insert into facturation.facture (organisme_id, id, activite_id, provenance, genre, outil, numero, emise_le, session_id,
          dossier_id, payeur_nom, pli, source, total_ht_centimes, total_tva_centimes, total_ttc_centimes, enregistree_le)
        values (${c.organisme}, ${id}, ${c.activite}, 'enregistree', 'facture', 'endi', ${numero}, ${le}, ${session}, ${dossier.id},
          'Cliente', 'cliente', ${source}, ${centimes}, 0, ${centimes}, now())`.execute(tx)
      await sql`insert into facturation.ligne (organisme_id, id, activite_id, facture_id, rang, nature, libelle, quantite_millemes, unite,
          prix_centimes, montant_ht_centimes, taux_points)
        values (${c.organisme}, ${newId()}, ${c.activite}, ${id}, 0, 'formation', 'Formation', 1000, 'forfait', ${centimes}, ${centimes}, 0)`.execute(
        tx,
      )
    })
  expect((await lire()).lignes.C).toMatchObject({ '1': 1000, '10': 400, part: 0 })

  // Facturée en janvier, pour des séances de décembre : le prorata la rattache ici, et la convention se tait.
  const id = newId()
  await facturer(id, 'F-1', '2027-01-15', 90_000, 'entreprise')
  const facturee = await lire()
  expect(facturee.lignes.C).toMatchObject({ '1': 900, '10': 400 })
  expect(facturee.cases.get('C.1')?.contributions.map((x) => x.methode)).toEqual(['prorata'])

  // La comptabilité en rattache 700 à l’exercice : elle a raison.
  await base.maintenance((tx) =>
    sql`insert into facturation.ecriture (organisme_id, id, activite_id, jour, compte, libelle, credit_centimes, facture_id, outil, numero, enregistree_le)
      values (${c.organisme}, ${newId()}, ${c.activite}, '2026-12-31', '706', 'Facture à établir', 70000, ${id}, 'endi', 'E-1', now())`.execute(
      tx,
    ),
  )
  expect((await lire()).cases.get('C.1')?.contributions.map((x) => x.methode)).toEqual(['ecriture'])
  expect((await lire()).lignes.C['1']).toBe(700)

  // Sans origine, une recette n’entre dans aucune ligne, et V27 la demande.
  await facturer(newId(), 'F-2', '2026-12-20', 5_000, null)
  const manques = (await lire()).faits.manques.map((m) => m.quoi)
  expect(manques).toContain('origine')

  await base.maintenance(async (tx) => {
    for (const [compte, formateur, prestation, centimes, part] of [
      ['6411', true, false, 50_000, 10_000],
      ['6226', false, true, 20_000, 10_000],
      ['613', false, false, 10_000, 2_500],
    ] as const)
      await sql`insert into facturation.charge (organisme_id, id, activite_id, jour, compte, libelle, montant_ht_centimes, formateur,
          prestation_formation, part_formation_points, enregistree_le)
        values (${c.organisme}, ${newId()}, ${c.activite}, '2026-12-10', ${compte}, 'Charge', ${centimes}, ${formateur}, ${prestation}, ${part}, now())`.execute(
        tx,
      )
    await sql`insert into facturation.exercice (organisme_id, debut, fin, chiffre_affaires_centimes, produits_formation_centimes, modifie_le)
      values (${c.organisme}, ${exercice.debut}, ${exercice.fin}, 220000, 110000, now())`.execute(tx)
  })
  const entier = await dans((tx) => lireBilan(tx, exercice))
  expect(entier.bpf.lignes.D).toEqual({ total: 725, salairesFormateurs: 500, achatsHonoraires: 200 })
  expect(entier.bpf.lignes.C).toMatchObject({ total: 1100, part: 50 })
  expect(entier.contexte.produitsComptables).toEqual({ n: 1100n, d: 1n })
})

it('une demi-journée assurée par un cotraitant n’est pas à nous : ni F, ni E, ni prorata', async () => {
  const { c, dans, seances } = await scene()
  const lire = async () => (await dans((tx) => lireBilan(tx, exercice))).bpf
  const avant = (await lire()).lignes
  const of = newId<'Entreprise'>()
  await base.maintenance(async (tx) => {
    await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, est_of, cree_le)
      values (${c.organisme}, ${of}, ${c.activite}, 'Le groupement', 'le groupement', true, now())`.execute(
      tx,
    )
    await sql`update sessions.seance set cotraitant_id = ${of} where organisme_id = ${c.organisme} and id = ${seances[1]?.id}`.execute(
      tx,
    )
  })
  const apresCoup = enJson((await lire()).lignes)
  expect([enJson(avant).F1.a.h, apresCoup.F1.a.h]).toEqual([9.5, 6.5])
  expect([enJson(avant).G.h, apresCoup.G.h]).toEqual([7, 3.5])
  expect([enJson(avant).E.externes.h, apresCoup.E.externes.h]).toEqual([7, 4])
  // Le prix convenu est celui de notre part.
  expect(apresCoup.C['1']).toBe(1000)
})

it('ce qui se suit hors des demi-journées compte au bilan comme au certificat', async () => {
  const { c, dans, session, inscrits } = await scene()
  const [alpha, bravo] = inscrits.filter((i) => i.nom !== 'Charlie')
  if (!alpha || !bravo) throw new Error('scène perdue')
  const lire = async (e = exercice) => (await dans((tx) => lireBilan(tx, e))).bpf
  const heuresDuBilan = async () => enJson((await lire()).lignes).F1.total.h
  const avant = await heuresDuBilan()
  const prevues = [newId<'ActivitePrevue'>(), newId<'ActivitePrevue'>()] as const
  for (const id of prevues)
    await dans((tx) =>
      ajouterPrevue(tx, {
        id,
        activite: c.activite,
        session,
        genre: 'asynchrone',
        intitule: 'Module en ligne',
        minutes: 90,
        le,
      }),
    )
  type Trait = {
    readonly qui: boolean
    readonly genre: 'realisation' | 'afest-situation' | 'afest-reflexion'
    readonly prevue: 0 | 1
    readonly minutes: number
    readonly jour: string
    readonly annule: boolean
  }
  const noter = async (t: Trait) => {
    const id = newId<'ElementProbant'>()
    await dans((tx) =>
      ajouterElement(tx, {
        id,
        activite: c.activite,
        session,
        inscription: (t.qui ? alpha : bravo).id,
        prevue: t.genre === 'realisation' ? prevues[t.prevue] : null,
        genre: t.genre,
        le: jourDit(t.jour),
        minutes: t.minutes,
        intitule: 'Travail rendu et relu',
        canal: null,
        delaiHeures: null,
        resultat: null,
        fichier: null,
        noteLe: le,
      }),
    )
    if (t.annule)
      await dans((tx) =>
        annulerElement(tx, {
          id: newId<'ElementProbant'>(),
          vise: id,
          session,
          motif: 'Noté deux fois',
          jour: jourDit(t.jour),
          le,
        }),
      )
  }
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        qui: fc.boolean(),
        genre: fc.constantFrom('realisation', 'afest-situation', 'afest-reflexion'),
        prevue: fc.constantFrom(0, 1),
        minutes: fc.integer({ min: 1, max: 300 }),
        jour: fc.constantFrom('2026-11-30', '2026-12-02', '2026-12-20'),
        annule: fc.boolean(),
      }) as fc.Arbitrary<Trait>,
      async (t) => {
        await noter(t)
        const [plan, elements] = await dans(async (tx) => [
          await lirePlan(tx, session),
          await lireElements(tx, session),
        ])
        const minutes = [alpha, bravo].reduce((n, i) => n + heuresAPart(plan, elements, i.id).realiseMin, 0)
        expect(await heuresDuBilan()).toBeCloseTo(avant + minutes / 60, 6)
      },
    ),
    { numRuns: 12 },
  )
  // L’exercice d’une activité est celui du jour où elle fut réalisée ; elle y rend l’action présente, et comptée.
  const suivant = { debut: jourDit('2027-01-01'), fin: jourDit('2027-12-31') }
  expect((await lire(suivant)).faits.inscriptions).toEqual([])
  await noter({
    qui: true,
    genre: 'realisation',
    prevue: 0,
    minutes: 45,
    jour: '2027-01-15',
    annule: false,
  })
  const apresCoup = await lire(suivant)
  expect(enJson(apresCoup.lignes).F1.total).toEqual({ n: 1, h: 0.75 })
  expect(enJson(apresCoup.lignes).F4.total).toEqual({ n: 1, h: 0.75 })
})

it('une session sans aucune demi-journée a ses heures réalisées, et son prix s’y rapporte', async () => {
  const { c, dans, session, inscrits } = await scene()
  const alpha = inscrits.find((i) => i.nom === 'Alpha')
  if (!alpha) throw new Error('scène perdue')
  await base.maintenance((tx) =>
    sql`update sessions.seance set tenue = false where organisme_id = ${c.organisme}`.execute(tx),
  )
  for (const [jour, minutes] of [
    ['2026-12-10', 60],
    ['2027-01-10', 180],
  ] as const)
    await dans((tx) =>
      ajouterElement(tx, {
        id: newId<'ElementProbant'>(),
        activite: c.activite,
        session,
        inscription: alpha.id,
        prevue: null,
        genre: 'afest-situation',
        le: jourDit(jour),
        minutes,
        intitule: 'Mise en situation',
        canal: null,
        delaiHeures: null,
        resultat: null,
        fichier: null,
        noteLe: le,
      }),
    )
  const lu = enJson((await dans((tx) => lireBilan(tx, exercice))).bpf.lignes)
  expect(lu.F1.total).toEqual({ n: 1, h: 1 })
  // Un quart des heures tombe dans l’exercice : un quart du prix aussi (R16).
  expect([lu.C['1'], lu.C['10']]).toEqual([250, 100])
})

it('une demi-journée coupée compte jusqu’à l’interruption : ce que le certificat compte, et ce que l’on a animé', async () => {
  const { dans, services, session, inscrits } = await scene({
    interrompueA: new Date('2026-12-07T13:48:00Z'),
  })
  const entier = await dans((tx) => lireBilan(tx, exercice))
  const lu = JSON.parse(JSON.stringify(enJson(entier.bpf.lignes)))
  // L’après-midi, de 13 h 30 à 14 h 48. Alpha, partie 30 min avant la fin prévue, était encore là : 3 h, puis 1 h 18. Bravo : 3 h 30.
  expect([lu.F1.a.n, lu.F1.a.h]).toEqual([2, 7.8])
  // Charlie suit, et Tom anime, 3 h 30 puis 1 h 18 ; le cadre E se dit en heures entières.
  expect([lu.G.n, lu.G.h, lu.E.externes.h]).toEqual([1, 4.8, 5])
  const alpha = inscrits.filter((i) => i.nom === 'Alpha').map((i) => i.id)
  const detail = await dans((tx) => seancesSuivies(tx, exercice, alpha))
  expect(detail.map((s) => [s.minutes, s.suivies])).toEqual([
    [210, 180],
    [78, 78],
  ])
  const certificats = await lireCertificats(services, acces, session)
  expect(certificats?.lignes.map((l) => [l.inscription.nom, l.heures.suiviMin]).toSorted()).toEqual([
    ['Alpha', 258],
    ['Bravo', 210],
    ['Charlie', 288],
  ])
})

it('une mission entre enseignes ne change rien au bilan, quelle que soit l’année', async () => {
  for (const cas of fc.sample(unCasGenere, 6)) {
    const dossier = dossierLu(cas)
    const o = await base.maintenance((tx) => poserOrganisme(tx, `Neutre ${newId().slice(-8)}`))
    await base.enTantQue(o.organisme, {}, (tx) =>
      reprendreDossier(dossier, o.activite, portsDeReprise(tx, le), le),
    )
    const bilan = async () => {
      const { bpf: b, sommes } = await base.enTantQue(o.organisme, {}, (tx) =>
        lireBilan(tx, dossier.exercice),
      )
      return JSON.stringify([enJson(b.lignes), b.faits.manques, sommes], (_, v) =>
        typeof v === 'bigint' ? String(v) : v,
      )
    }
    const avant = await bilan()
    await base.maintenance((tx) =>
      poserMissionsConfirmees(tx, {
        organisme: o.organisme,
        acheteuse: o.activite,
        jour: dossier.exercice.debut,
      }),
    )
    expect(await bilan()).toBe(avant)
  }
})

it('qui intervient pour une autre enseigne entre au cadre E par ses demi-journées, et sa mission n’y ajoute rien, ni ailleurs', async () => {
  const { c, dans, seances } = await scene()
  const lire = async () => {
    const { E, ...reste } = JSON.parse(
      JSON.stringify(enJson((await dans((tx) => lireBilan(tx, exercice))).bpf.lignes)),
    )
    return { E, reste }
  }
  const avant = await lire()
  expect(avant.E.externes).toMatchObject({ n: 1, h: 7 })
  const autre = await base.maintenance(async (tx) => {
    const vendeuse = await poserMissionsConfirmees(tx, {
      organisme: c.organisme,
      acheteuse: c.activite,
      jour: exercice.debut,
      intervenant: seances[0]?.intervenants[0]?.personne ?? null,
    })
    return { organisme: c.organisme, activite: vendeuse }
  })
  // La mission est confirmée, rectifiée, partagée sous une marque : rien ne bouge, pas même le cadre E de qui l’a faite.
  expect(await lire()).toEqual(avant)
  // Une personne de l’autre enseigne anime une demi-journée : elle seule change, et le cadre E seul.
  const yvon = await base.maintenance((tx) =>
    poserIntervenant(tx, autre, [], { prenom: 'Yvon', nom: 'Tanguy' }),
  )
  await dans(async (tx) =>
    garderStatut(
      tx,
      (await lireTiers(tx, yvon as TiersId)) as Tiers,
      newId<'Statut'>(),
      { du: jourDit('2020-01-01'), au: null, statut: 'honoraires' },
      le,
    ),
  )
  await base.maintenance((tx) =>
    sql`update sessions.affectation set personne_id = ${yvon}, cle = ${yvon}
      where organisme_id = ${c.organisme} and seance_id = ${seances[1]?.id}`.execute(tx),
  )
  const apresCoup = await lire()
  expect(apresCoup.reste).toEqual(avant.reste)
  expect(apresCoup.E.externes).toMatchObject({ n: 2, h: 7 })
})
