/** Ce que les pièces qui engagent disent ou taisent selon les faits : un délai par régime, un avenant qui ne ment pas, qui anime. */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { poserSessionDEssai } from '#modules/emargement/test/session-d-essai.ts'
import { assistantsDe, greffe, joursAnimes } from '#modules/inscriptions/db/autour.queries.ts'
import { lireHorsSeance } from '#modules/inscriptions/db/plan.queries.ts'
import { prestatairesDe } from '#modules/inscriptions/documents/prestataires.ts'
import { acheteurEmployeur } from '#modules/inscriptions/lecture/lire-autour.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { lireSession } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../base/index.ts'
import { documents } from './mentions.ts'
import { composer, lireTexte, moteur, serre } from './texte.ts'

const base = await baseNeuve()
const pdf = moteur()
afterAll(() => pdf.close())
const e = exemplesDocuments(exempleCertificat.organisme)

const texteDe = async (gabarit: string, donnees: object) => {
  const r = await composer(pdf, gabarit, donnees as Readonly<Record<string, unknown>>)
  if (!r.ok) throw new Error(r.error.phrase)
  return lireTexte(r.value.pdf)
}
const dit = (texte: string, mots: readonly string[], non: readonly string[]) => {
  expect(mots.filter((m) => !texte.includes(serre(m)))).toEqual([])
  expect(non.filter((m) => texte.includes(serre(m)))).toEqual([])
}

describe('La rétractation : un régime, sa forme et ses mots', () => {
  const dix = {
    ...e.contrat,
    retractation: {
      jours: 10,
      circonstance: 'etablissement',
      conclu: 'dans les locaux de l’organisme',
    },
  }
  const avenant = { de: 'CT-2026-0012', initiale: 'CT-2026-0012', objet: 'La dernière soirée est avancée' }

  it('dix jours : la lettre recommandée seule (L6353-5), et son propre formulaire', async () => {
    dit(
      await texteDe('contrat.v1', dix),
      ['lettre recommandée avec avis de réception', 'Code du travail, L6353-5. À n’envoyer', 'Signé le :'],
      ['déclaration sans ambiguïté', 'R221-1', 'consommateur :', 'L221-18'],
    )
  })
  it('quatorze jours : toute déclaration sans ambiguïté, et le formulaire type', async () => {
    dit(
      await texteDe('contrat.v1', e.contrat),
      ['déclaration sans ambiguïté', 'annexe à l’article R221-1', 'contrat CT-2026-0012.'],
      ['lettre recommandée', 'L6353-5)'],
    )
  })
  it('d’avant l’obligation, rien n’est dit d’un lien ; d’un avenant, c’est le contrat qui se rétracte par le sien', async () => {
    const { enLigne: _, ...avant } = e.contrat.retractation
    dit(
      await texteDe('contrat.v1', { ...e.contrat, retractation: avant }),
      ['déclaration sans ambiguïté'],
      ['Renoncer au contrat ici', 'D221-5'],
    )
    dit(
      await texteDe('contrat.v1', {
        ...e.contrat,
        numero: 'AV-2026-0001',
        avenant,
        retractation: { ...e.contrat.retractation, jusquau: '2026-12-31' },
      }),
      [
        'Si le contrat CT-2026-0012 fut signé par le lien reçu par courriel, il se rétracte aussi par ce lien',
      ],
      [],
    )
  })
  it('un particulier n’a pas de cachet', async () => {
    const texte = await texteDe('contrat.v1', e.contrat)
    expect(texte.split(serre('Date, signature et cachet'))).toHaveLength(2)
    expect(texte).toContain(serre('Date et signature'))
  })
  it('le délai échu, l’avenant n’en rouvre pas, et ne redit rien de l’inscription ni du paiement', async () => {
    dit(
      await texteDe('contrat.v1', {
        ...dix,
        numero: 'AV-2026-0001',
        avenant,
        retractation: { ...dix.retractation, jusquau: '2026-10-10' },
      }),
      [
        'Cet avenant complète le contrat CT-2026-0012.',
        'La dernière soirée est avancée. Ce qui suit',
        'Cet avenant n’ouvre pas de nouveau délai de rétractation. Celui du contrat CT-2026-0012 a pris fin le 10 octobre 2026.',
      ],
      [
        'jours pour y renoncer',
        'avant tout paiement',
        'rien n’a été payé',
        'Rien n’est dû avant la fin',
        'Formulaire de rétractation',
        'avant l’inscription définitive',
      ],
    )
  })
  it('le délai courant encore, le formulaire nomme le contrat, non l’avenant', async () => {
    dit(
      await texteDe('contrat.v1', {
        ...dix,
        numero: 'AV-2026-0001',
        avenant,
        retractation: { ...dix.retractation, jusquau: '2026-10-25' },
      }),
      [
        'Celui du contrat CT-2026-0012 court jusqu’au 25 octobre 2026',
        'Je me rétracte du contrat de formation professionnelle CT-2026-0012',
        'Délai : jusqu’au 25 octobre 2026',
      ],
      ['professionnelle AV-2026-0001 :', 'rien n’a été payé'],
    )
  })
})

describe('La convention n’affirme que ce qui est', () => {
  const { prestataires: _p, employeur: _e, ...sans } = e.convention
  const nier = 'L’organisme réalise l’action avec ses propres formateurs'
  it('un prestataire nommé : la sous-traitance ne se nie pas', async () => {
    dit(await texteDe('convention.v1', e.convention), ['Jules Abbey (sous-traitance,'], [nier])
  })
  it('tous sont des siens : elle le dit ; on ne le sait pas : elle se tait', async () => {
    dit(await texteDe('convention.v1', { ...sans, prestataires: [] }), [nier], ['extérieure'])
    dit(await texteDe('convention.v1', sans), ['L’organisme reste seul responsable'], [nier, 'l’employeur'])
  })
  it('un acompte possible n’est pas « sans acompte »', async () => {
    const reglement = { ...e.convention.reglement, acomptePossible: true }
    dit(
      await texteDe('convention.v1', { ...e.convention, reglement }),
      ['un acompte peut être facturé avant'],
      ['sans acompte'],
    )
    dit(
      await texteDe('devis.v1', { ...e.devis, reglement: { ...e.devis.reglement, acomptePossible: true } }),
      ['un acompte pouvant être facturé avant'],
      ['sans acompte'],
    )
  })
  it('une qualité saisie avec sa majuscule se lit dans la phrase ; un sigle la garde', async () => {
    const avec = (qualite: string) => {
      const qui = { ...e.convention.signataires.client, qualite }
      return { ...e.convention, client: { ...e.convention.client, representant: qui } }
    }
    dit(await texteDe('convention.v1', avec('Directrice')), ['Odile Garnier, directrice.'], ['Directrice'])
    dit(await texteDe('convention.v1', avec('DRH')), ['Odile Garnier, DRH.'], [])
  })
  it('un acheteur public doit les intérêts moratoires de la commande publique, un autre le triple du taux légal', async () => {
    const [triple, moratoires] = [
      'au triple du taux d’intérêt légal',
      'des intérêts moratoires, au taux de la Banque centrale',
    ]
    const { reglement } = e.convention
    dit(await texteDe('convention.v1', e.convention), [triple], [moratoires])
    dit(
      await texteDe('convention.v1', { ...e.convention, reglement: { ...reglement, moratoires: true } }),
      [moratoires, 'majoré de huit points', 'L2192-13'],
      [triple],
    )
  })

  it('le tribunal est celui que désigne la loi, sauf convenu autrement', async () => {
    const { tribunal, ...differends } = e.convention.differends
    const loi = 'Faute d’accord, le tribunal compétent est celui que désigne la loi.'
    dit(await texteDe('convention.v1', { ...e.convention, differends }), [loi], ['tribunal de commerce'])
    dit(
      await texteDe('convention.v1', e.convention),
      [`Faute d’accord, le ${tribunal} est compétent.`],
      [loi],
    )
  })
  it('une personne se remplace, elle ; l’action commencée, plus personne', async () => {
    const stagiaires = e.convention.stagiaires.slice(0, 1)
    dit(
      await texteDe('convention.v1', { ...e.convention, stagiaires }),
      ['Il peut la remplacer jusqu’à la veille du début'],
      ['en remplacer'],
    )
    const fait = { ...e.convention.fait, le: '2026-11-17' }
    dit(await texteDe('convention.v1', { ...e.convention, fait }), [], ['remplacer'])
  })
})

describe('Dans une CAE, l’enseigne se dit et la coopérative s’engage', () => {
  const organisme = { ...exempleCertificat.organisme, enseigne: 'Fil à plomb' }
  const sous = 'sous l’enseigne Fil à plomb'
  // Le règlement intérieur est celui de toute la coopérative.
  const gabarits = new Map(
    documents.filter((d) => d.gabarit !== 'reglement-interieur.v1').map((d) => [d.gabarit, d.donnees]),
  )
  it.each([...gabarits])('%s', async (gabarit, donnees) => {
    dit(await texteDe(gabarit, { ...donnees, organisme }), ['Langue & Lien', sous], [])
    dit(await texteDe(gabarit, donnees), ['Langue & Lien'], ['sous l’enseigne'])
  })
  it.each([
    ['convention.v1', e.convention],
    ['contrat.v1', e.contrat],
    ['devis.v1', e.devis],
  ])('%s : l’enseigne n’est pas partie, la coopérative l’est', async (gabarit, donnees) => {
    dit(
      await texteDe(gabarit, { ...donnees, organisme }),
      [
        `L’organisme de formation Langue & Lien ${sous} Scop SA à capital variable`,
        'L’action est proposée sous l’enseigne Fil à plomb, qui n’est pas partie : l’organisme, Langue & Lien, s’engage, facture et répond de l’action.',
        'SIRET 999 120 470 00011',
        'Déclaration d’activité enregistrée sous le numéro 84 38 99142 38',
      ],
      [],
    )
  })
})

describe('Ce qui entoure une pièce, lu dans la base', () => {
  const scene = async () => {
    const fil = await base.maintenance((tx) =>
      poserSessionDEssai(tx, {
        formateur: null,
        creneaux: [
          [540, 750],
          [810, 1020],
        ],
      }),
    )
    const p = newId()
    await base.maintenance(async (tx) => {
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${fil.organisme}, ${p}, ${fil.activite}, 'Lena', 'Brandt', 'brandt', now())`.execute(tx)
      await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, cree_le)
        values (${fil.organisme}, ${fil.activite}, ${p}, now())`.execute(tx)
      for (const seance of fil.seances)
        await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, minutes, cle)
          values (${fil.organisme}, ${newId()}, ${fil.activite}, ${seance}, ${p}, 210, ${p})`.execute(tx)
    })
    const statut = (code: string, du: string, au: string | null) =>
      base.maintenance((tx) =>
        sql`insert into tiers.statut (organisme_id, id, activite_id, personne_id, du, au, statut, cree_le)
          values (${fil.organisme}, ${newId()}, ${fil.activite}, ${p}, ${du}, ${au}, ${code}, now())`.execute(
          tx,
        ),
      )
    const lire = <T>(w: Parameters<typeof base.enTantQue<T>>[2]) =>
      base.enTantQue(fil.organisme, { personne: fil.personne }, w)
    const prestataires = () =>
      lire(async (tx) => {
        const session = await lireSession(tx, fil.session)
        return session && prestatairesDe(await joursAnimes(tx, session))
      })
    return { fil, statut, lire, prestataires }
  }

  it('le statut de qui anime est celui du jour de l’action', async () => {
    const s = await scene()
    expect(await s.prestataires()).toBeUndefined()
    await s.statut('salarie', '2025-01-01', '2026-10-31')
    expect(await s.prestataires()).toBeUndefined()
    await s.statut('honoraires', '2026-11-01', null)
    expect(await s.prestataires()).toEqual([{ prenom: 'Lena', nom: 'Brandt', qualite: 'en honoraires' }])
  })
  it('deux fiches d’un même compte : le statut de l’une vaut pour l’autre', async () => {
    const s = await scene()
    const compte = newId()
    const jumelle = newId()
    await base.maintenance(async (tx) => {
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${s.fil.organisme}, ${jumelle}, ${s.fil.activite}, 'Lena', 'Brandt', 'brandt', now())`.execute(
        tx,
      )
      await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, compte_id, cree_le)
        values (${s.fil.organisme}, ${s.fil.activite}, ${jumelle}, ${compte}, now())`.execute(tx)
      await sql`insert into tiers.statut (organisme_id, id, activite_id, personne_id, du, statut, cree_le)
        values (${s.fil.organisme}, ${newId()}, ${s.fil.activite}, ${jumelle}, '2025-01-01', 'entrepreneur-salarie', now())`.execute(
        tx,
      )
      await sql`update sessions.affectation set compte_id = ${compte} where organisme_id = ${s.fil.organisme}`.execute(
        tx,
      )
    })
    expect(await s.prestataires()).toEqual([])
  })
  it('le plan non retiré, les assistants et le greffe', async () => {
    const { fil, lire } = await scene()
    await base.maintenance(async (tx) => {
      for (const [rang, retiree] of [
        [1, null],
        [2, '2026-11-01'],
      ] as const)
        await sql`insert into emargement.activite_prevue (organisme_id, id, activite_id, session_id, rang, genre, intitule, minutes, prevue_le, retiree_le)
          values (${fil.organisme}, ${newId()}, ${fil.activite}, ${fil.session}, ${rang}, 'asynchrone', ${`Exercice ${rang}`}, 45, now(), ${retiree})`.execute(
          tx,
        )
      await sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, genre, le, intitule, canal, delai_heures, note_le)
        values (${fil.organisme}, ${newId()}, ${fil.activite}, ${fil.session}, 'assistant', '2026-11-01', 'Tom Okafor', 'telephone', 24, now())`.execute(
        tx,
      )
    })
    expect(await lire((tx) => lireHorsSeance(tx, fil.session))).toEqual([
      { genre: 'asynchrone', intitule: 'Exercice 1', minutes: 45 },
    ])
    expect(await lire((tx) => assistantsDe(tx, fil.session))).toEqual([{ qui: 'Tom Okafor', heures: 24 }])
    expect(await lire((tx) => greffe(tx))).toBe('')
    await base.maintenance((tx) =>
      sql`insert into facturation.reglage (organisme_id, rcs, penalites, escompte, relance_jours, modifie_le)
        values (${fil.organisme}, 'RCS Rennes', 'trois fois le taux', 'aucun', '{7,15,30}', now())`.execute(
        tx,
      ),
    )
    expect(await lire((tx) => greffe(tx))).toBe('Rennes')
  })
  it('l’acheteur n’est l’employeur que de ses salariés', () => {
    const d = { acheteur: 'entreprise', entreprise: 'a' as never } as const
    const un = (statutF1: 'salarie-prive' | 'recherche-emploi', entreprise: string | null) => [
      { statutF1, entreprise: entreprise as never },
    ]
    expect(acheteurEmployeur(d, un('salarie-prive', 'a'))).toBe(true)
    expect(acheteurEmployeur(d, un('salarie-prive', null))).toBe(true)
    expect(acheteurEmployeur(d, un('salarie-prive', 'b'))).toBe(false)
    expect(acheteurEmployeur(d, un('recherche-emploi', 'a'))).toBe(false)
    expect(acheteurEmployeur({ ...d, acheteur: 'organisme-formation' }, un('salarie-prive', 'a'))).toBe(false)
  })
})
