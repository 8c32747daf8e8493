// Long parce que la même session se facture, se corrige, se règle et se relance.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { centimes } from '#kernel/montant.ts'
import { refuser } from '#kernel/refus.ts'
import { newId } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { sansInsecables } from '../../../../test/monde/naviguer.ts'
import { contributionEntreprise } from '../contributions/entreprise.tsx'
import { contributionFacturation } from '../contributions/session.tsx'
import { dossiersAFacturer } from '../db/a-facturer.queries.ts'
import { lignesDuCompte, soldeDesFiches } from '../db/comptes.queries.ts'
import { facturesAVerifier } from '../db/enregistrer.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { garderVisa } from '../db/projets.ecritures.ts'
import { lireProjet } from '../db/projets.ts'
import { donneesFacture } from '../documents/donnees-facture.ts'
import type { FactureId, ProjetId } from '../domain/facture.ts'
import { lettrer } from '../domain/lettrer.ts'
import { soldeDe } from '../domain/reglements.ts'
import { preparerAvoir } from '../gestes/avoir.ts'
import { emettreProjet } from '../gestes/emettre.ts'
import { importer, rapportABlanc } from '../gestes/importer-factures.ts'
import { preparerDuDossier } from '../gestes/preparer.ts'
import { annulerReglement, recevoirReglement, rembourser } from '../gestes/regler.ts'
import { proposerRelance, relancer } from '../gestes/relancer.ts'
import { verifierProjet } from '../gestes/verifier-projet.ts'
import { heuresFactureesDe, heuresParInscription } from '../index.ts'
import { sansPrises } from '../prises.ts'
import { type DossierDEssai, lues, projetsLibres, unAcompte, unDossier } from './dossier-d-essai.ts'

const base = await baseNeuve()
const jour = (t: string) => t as DateCivile
const le = new Date('2026-11-25T09:00:00Z')
const dans = <T>(m: DossierDEssai, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)

const preparer = (m: DossierDEssai, rang: number, genre: 'facture' | 'acompte' = 'facture') =>
  dans(m, (tx) =>
    preparerDuDossier(
      tx,
      { id: newId<'ProjetFacture'>(), session: m.fil.session, dossier: m.dossier, rang, genre },
      le,
    ),
  )
const services = (m: DossierDEssai) => ({ ...m.services.a('2026-11-25T09:00:00Z'), pdf: m.services.pdf })
const emettre = (m: DossierDEssai, projet: ProjetId, version = 1, vise = false) =>
  dans(m, async (tx) => {
    const r = await emettreProjet(services(m), tx, { projet, version, vise }, sansPrises)
    return r
  })
const facturer = async (m: DossierDEssai, rang = 0): Promise<FactureId> => {
  const p = await preparer(m, rang)
  if (!p.ok) throw new Error(p.error.phrase)
  const e = await emettre(m, p.value)
  if (!e.ok) throw new Error(e.error.map((x) => x.phrase).join(' '))
  return e.value.id
}

describe('du dossier à la facture', () => {
  it('les heures suivies font le montant ; une absence ne se facture pas', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }], { venus: 1 })
    const id = await facturer(m)
    await dans(m, async (tx) => {
      const f = await lireFacture(tx, id)
      expect(f).toMatchObject({
        numero: 'FA-2026-0001',
        ht: 50_000,
        ttc: 50_000,
        source: 'entreprise',
        echeance: '2026-12-25',
      })
      expect([...heuresParInscription(await heuresFactureesDe(tx, m.fil.session)).values()]).toEqual([210])
      expect(await dossiersAFacturer(tx, jour('2026-11-25'))).toEqual([])
    })
    const encore = await preparer(m, 0)
    expect(encore).toMatchObject({ ok: false, error: { code: 'rien-a-facturer' } })
  })

  it('deux payeurs, deux factures, et leurs parts font le prix ; l’OPCO attend le certificat', async () => {
    const m = await unDossier(base, [
      { dispositif: 'opco-plan', montant: 60_000, subrogation: true },
      { dispositif: 'entreprise', montant: 40_001 },
    ])
    const id = await facturer(m, 1)
    expect(await dans(m, (tx) => lireFacture(tx, id))).toMatchObject({ ht: 40_001 })
    const opco = await preparer(m, 0)
    if (!opco.ok) throw new Error(opco.error.phrase)
    const r = await emettre(m, opco.value)
    expect(r.ok ? [] : r.error.map((x) => x.code)).toEqual(['certificat-absent', 'certificat-absent'])
  })

  it('un acompte se déduit de la facture qui solde', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    await base.maintenance((tx) =>
      sql`update inscriptions.dossier set cree_le = cree_le where id = ${m.dossier}`.execute(tx),
    )
    // Un acompte ne se propose plus quand tout est suivi : on l’écrit comme il le fut avant la session.
    const p = await unAcompte(base, m)
    expect((await emettre(m, p)).ok).toBe(true)
    const id = await facturer(m)
    const f = await dans(m, (tx) => lireFacture(tx, id))
    expect(f?.ht).toBe(70_000)
    expect(f?.lignes.map((l) => [l.nature, l.montant])).toEqual([
      ['formation', 100_000],
      ['acompte', -30_000],
    ])
  })

  it('deux émissions du même projet n’en font qu’une ; une version périmée n’émet rien', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const p = await preparer(m, 0)
    if (!p.ok) throw new Error(p.error.phrase)
    expect(await emettre(m, p.value, 2)).toMatchObject({ ok: false, error: [{ code: 'perime' }] })
    const r = await Promise.all(Array.from({ length: 8 }, () => emettre(m, p.value)))
    expect(r.filter((x) => x.ok)).toHaveLength(1)
    expect(r.flatMap((x) => (x.ok ? [] : x.error.map((e) => e.code)))).toEqual(Array(7).fill('deja-emise'))
  })

  it('dans une CAE, rien ne part sans visa, même en SQL', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }], { cae: true })
    const p = await preparer(m, 0)
    if (!p.ok) throw new Error(p.error.phrase)
    expect(await emettre(m, p.value)).toMatchObject({ ok: false, error: [{ code: 'sans-visa' }] })
    // Se dire viseur ne suffit pas : le geste le dit, et la base demande le rôle.
    expect(await emettre(m, p.value, 1, true)).toMatchObject({ ok: false, error: [{ code: 'plafond' }] })
    const visa = { projet: p.value, activite: m.fil.activite, version: 1, motif: null, le } as const
    await expect(dans(m, (tx) => garderVisa(tx, { ...visa, decision: 'accorde' }))).rejects.toMatchObject({
      code: '42501',
    })
  })
})

describe('la numérotation', () => {
  it('deux cents à la fois, dont vingt refusées : ni trou, ni doublon, dans l’ordre des dates', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const projets = await projetsLibres(base, m, 200)
    const vrai = m.services.pdf
    let n = 0
    const pdf = {
      ...vrai,
      // Une composition sur dix échoue après que le numéro fut pris : il se rend.
      render: async (d: Parameters<typeof vrai.render>[0]) =>
        n++ % 10 === 0 ? refuser('mention-absente', 'Il manque une mention.') : vrai.render(d),
    } as typeof vrai
    const rendus = await Promise.all(
      projets.map((projet) =>
        dans(m, (tx) =>
          emettreProjet(
            { ...services(m), pdf },
            tx,
            { projet: projet as ProjetId, version: 1, vise: false },
            sansPrises,
          ),
        ),
      ),
    )
    expect(rendus.filter((r) => r.ok)).toHaveLength(180)
    const { rows } = await base.maintenance((tx) =>
      sql<{
        numero: string
      }>`select numero from facturation.facture where organisme_id = ${m.fil.organisme} order by numero`.execute(
        tx,
      ),
    )
    expect(rows.map((r) => r.numero)).toEqual(
      Array.from({ length: 180 }, (_, i) => `FA-2026-${String(i + 1).padStart(4, '0')}`),
    )
  })

  it('une facture ne précède pas la dernière de sa série', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const [un = '', deux = ''] = await projetsLibres(base, m, 2)
    expect((await emettre(m, un as ProjetId)).ok).toBe(true)
    const hier = { ...m.services.a('2026-11-23T09:00:00Z'), pdf: m.services.pdf }
    expect(
      await dans(m, (tx) =>
        emettreProjet(hier, tx, { projet: deux as ProjetId, version: 1, vise: false }, sansPrises),
      ),
    ).toMatchObject({ ok: false, error: [{ code: 'chronologie' }] })
  })
})

describe('ce qui est émis ne bouge plus', () => {
  it.each(['facture', 'ligne', 'heures', 'imputation', 'affectation'])(
    'facturation.%s ne se change ni ne s’ôte',
    async (t) => {
      const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
      await facturer(m)
      for (const geste of ['update', 'delete'])
        await expect(
          dans(m, (tx) =>
            geste === 'update'
              ? sql`update ${sql.raw(`facturation.${t}`)} set activite_id = activite_id`.execute(tx)
              : sql`delete from ${sql.raw(`facturation.${t}`)}`.execute(tx),
          ),
        ).rejects.toMatchObject({ code: '42501' })
    },
  )

  it('un avoir entier annule la facture et ses heures, et le dossier se facture de nouveau', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const id = await facturer(m)
    const projet = newId<'ProjetFacture'>()
    const prepare = await dans(m, (tx) =>
      preparerAvoir(tx, { id: projet, facture: id, motif: 'Erreur de client', rendre: new Map() }, le),
    )
    expect(prepare.ok).toBe(true)
    expect(await emettre(m, projet)).toMatchObject({ ok: true, value: { numero: 'AVR-2026-0001' } })
    await dans(m, async (tx) => {
      const f = await lireFacture(tx, id)
      expect(f && soldeDe(f)).toBe(0)
      expect(
        heuresParInscription(await heuresFactureesDe(tx, m.fil.session)).get(m.fil.inscriptions[0] as never),
      ).toBe(0)
    })
    expect((await preparer(m, 0)).ok).toBe(true)
  })

  it('dix avoirs entiers à la fois : un seul passe, la base le tient', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const id = await facturer(m)
    const projets = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const projet = newId<'ProjetFacture'>()
        await dans(m, (tx) =>
          preparerAvoir(tx, { id: projet, facture: id, motif: 'Erreur', rendre: new Map() }, le),
        )
        return projet
      }),
    )
    const r = await Promise.all(projets.map((p) => emettre(m, p)))
    expect(r.filter((x) => x.ok)).toHaveLength(1)
    expect(r.flatMap((x) => (x.ok ? [] : x.error.map((e) => e.code)))).toEqual(
      Array(9).fill('avoir-trop-grand'),
    )
  })
})

describe('les règlements', () => {
  const regler = (m: DossierDEssai, facture: FactureId, montant: number, id = newId<'Reglement'>()) =>
    dans(m, (tx) =>
      recevoirReglement(
        tx,
        {
          id,
          facture,
          jour: jour('2026-11-25'),
          montant: centimes(montant),
          moyen: 'virement',
          reference: null,
          mouvement: null,
          surplusVoulu: true,
        },
        le,
        jour('2026-11-25'),
      ),
    )
  it('en partie, puis trop : le surplus paie l’autre facture, le reste est une avance', async () => {
    const m = await unDossier(base, [
      { dispositif: 'entreprise', montant: 60_000 },
      { dispositif: 'public-agents', montant: 40_000 },
    ])
    const [a, b] = [await facturer(m, 0), await facturer(m, 1)]
    expect(await regler(m, a, 20_000)).toMatchObject({ ok: true, value: { solde: 40_000, avance: 0 } })
    expect(await regler(m, a, 90_000)).toMatchObject({
      ok: true,
      value: { solde: 0, avance: 10_000, autres: 1 },
    })
    const f = await dans(m, (tx) => lireFacture(tx, b))
    expect(f && soldeDe(f)).toBe(0)
  })
  it('un double envoi n’encaisse qu’une fois, et vingt à la fois ne soldent pas deux fois', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const id = await facturer(m)
    const meme = newId<'Reglement'>()
    await Promise.all(Array.from({ length: 5 }, () => regler(m, id, 10_000, meme)))
    await Promise.all(Array.from({ length: 20 }, () => regler(m, id, 10_000)))
    const f = await dans(m, (tx) => lireFacture(tx, id))
    expect(f && soldeDe(f)).toBe(0)
    const [avance] = (
      await base.maintenance((tx) =>
        sql<{
          m: number
        }>`select (sum(r.montant_centimes) - (select sum(i.montant_centimes) from facturation.imputation i
          where i.organisme_id = ${m.fil.organisme}))::int as m from facturation.reglement r where r.organisme_id = ${m.fil.organisme}`.execute(
          tx,
        ),
      )
    ).rows
    expect(avance?.m).toBe(110_000)
  })
  it('un règlement saisi par erreur se défait, une fois', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const id = await facturer(m)
    const r = newId<'Reglement'>()
    await regler(m, id, 100_000, r)
    const annuler = () => dans(m, (tx) => annulerReglement(tx, r, le, jour('2026-11-25')))
    const fois = await Promise.all([annuler(), annuler(), annuler()])
    expect(fois.filter((x) => x.ok)).toHaveLength(1)
    const f = await dans(m, (tx) => lireFacture(tx, id))
    expect(f && soldeDe(f)).toBe(100_000)
  })
  it('la dernière met en demeure : l’indemnité, et les pénalités quand leur taux est réglé, comptées au jour', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const id = await facturer(m) // à régler le 25 décembre
    const poserDeux = (qui: DossierDEssai, facture: FactureId) =>
      base.maintenance((tx) =>
        sql`insert into facturation.relance (organisme_id, id, activite_id, facture_id, niveau, destinataire, objet, texte, envoyee_le)
        select ${qui.fil.organisme}, gen_random_uuid(), ${qui.fil.activite}, ${facture}, n, 'compta@exemple.example', 'Rappel', 'Un rappel poli.',
          '2027-01-10T09:00:00Z' from generate_series(1, 2) n`.execute(tx),
      )
    await poserDeux(m, id)
    const lettre = async (qui = m, facture = id) =>
      dans(qui, async (tx) => {
        const f = await lireFacture(tx, facture)
        const r = f && (await proposerRelance(tx, f, jour('2027-02-08')))
        return r?.ok ? sansInsecables(`${r.value.objet} ${r.value.texte}`) : ''
      })
    const regler1215 = (qui: DossierDEssai) =>
      base.maintenance((tx) =>
        sql`update facturation.reglage set penalites_points = 1215 where organisme_id = ${qui.fil.organisme}`.execute(
          tx,
        ),
      )
    const sansTaux = /mise en demeure[\s\S]*40,00 €[\s\S]*les pénalités de retard que la facture annonce/
    expect(await lettre()).toMatch(sansTaux)
    // Réglé après elle, un taux ne vaut pas pour une facture qui ne l’a pas annoncé (C. com., L441-10, II).
    await regler1215(m)
    expect(await lettre()).toMatch(sansTaux)
    const n = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    await regler1215(n)
    const avecTaux = await facturer(n)
    await poserDeux(n, avecTaux)
    // 1 000 € × 12,15 % × 45 jours.
    expect(await lettre(n, avecTaux)).toMatch(
      /14,98 € au 8 février 2027 \(12,15 % par an depuis le 25 décembre 2026\) : 1 054,98 € en tout/,
    )
    // Une association sans SIREN n’est pas une professionnelle : rien ne s’ajoute, et l’objet ne met pas en demeure.
    await base.maintenance((tx) =>
      sql`update tiers.entreprise set siren = null, siret = null, sans_siren = true where organisme_id = ${n.fil.organisme} and id = ${n.client}`.execute(
        tx,
      ),
    )
    expect(await lettre(n, avecTaux)).toMatch(/dernier rappel(?![\s\S]*(?:demeure|40,00))/)
  })
  it('une relance ne part qu’une fois par niveau', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const id = await facturer(m)
    const tard = jour('2027-01-10')
    const envoyer = () =>
      dans(m, async (tx) => {
        const f = await lireFacture(tx, id)
        const lettre = f && (await proposerRelance(tx, f, tard))
        return lettre?.ok
          ? relancer(tx, { ...lettre.value, facture: id, organisme: m.fil.organisme }, le, tard)
          : refuser('pas-due', 'rien')
      })
    expect(
      (await Promise.all([envoyer(), envoyer(), envoyer(), envoyer()])).filter((x) => x.ok),
    ).toHaveLength(1)
    const f = await dans(m, (tx) => lireFacture(tx, id))
    expect(f?.sesRelances.map((x) => [x.niveau, x.destinataire])).toEqual([[1, 'compta@exemple.example']])
  })
})

describe('ce qu’un autre outil a émis', () => {
  const fichier = [
    'numero;date;client;montant_ht;origine;session',
    'E-1;12/11/2026;Clinique;1 000,00;entreprise;S-2026-001',
    'E-2;12/11/2026;Ailleurs;500,00;;',
    'E-3;31/02/2026;Ailleurs;500,00;;',
    'E-4;13/11/2026;Ailleurs;-600,00;;',
  ].join('\n')
  const lire = async (m: DossierDEssai, aBlanc: boolean, texte = fichier, outil = 'endi') => {
    try {
      const r = await dans(m, (tx) =>
        importer(tx, { genre: 'factures', outil, lignes: lues('factures', texte), nom: 'f.csv', aBlanc }, le),
      )
      return r.ok ? r.value : []
    } catch (e) {
      const rapport = rapportABlanc(e)
      if (!rapport) throw e
      return rapport
    }
  }
  const compter = async (m: DossierDEssai) =>
    (
      await base.maintenance((tx) =>
        sql<{
          n: number
        }>`select count(*)::int as n from facturation.facture where organisme_id = ${m.fil.organisme}`.execute(
          tx,
        ),
      )
    ).rows[0]?.n
  it('se lit à blanc sans rien écrire, puis s’enregistre une fois, ligne à ligne', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const aBlanc = await lire(m, true)
    expect(aBlanc.map((r) => r.etat)).toEqual(['enregistree', 'enregistree', 'ecartee', 'enregistree'])
    expect(await compter(m)).toBe(0)
    expect(await lire(m, false)).toEqual(aBlanc)
    expect(await compter(m)).toBe(3)
    expect((await lire(m, false)).map((r) => r.etat)).toEqual(['deja', 'deja', 'ecartee', 'deja'])
    expect(await compter(m)).toBe(3)
    // Rangée au dossier que la session et le payeur désignent : il n’est plus à facturer.
    expect(await preparer(m, 0)).toMatchObject({ ok: false, error: { code: 'rien-a-facturer' } })
  })
  it('ce qui manque ou paraît compté deux fois est nommé', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    await lire(m, false)
    await lire(
      m,
      false,
      'numero;date;client;montant_ht;origine\nX-9;15/11/2026;Ailleurs;500,00;entreprise',
      'louty',
    )
    const lus = await dans(m, (tx) => facturesAVerifier(tx))
    expect(lus.filter((x) => x.quoi === 'double').map((x) => [x.numero, x.autre])).toEqual([
      ['E-2', 'louty X-9'],
      ['X-9', 'endi E-2'],
    ])
    expect(lus.filter((x) => x.quoi === 'a-affecter').map((x) => x.numero)).toEqual(['E-2', 'E-4'])
    expect(lus.filter((x) => x.quoi === 'sans-dossier').map((x) => x.numero)).toEqual(['E-2', 'E-4', 'X-9'])
  })
})

it('un projet se vérifie sans rien écrire : l’écran dit ce que l’émission dira', async () => {
  const m = await unDossier(base, [{ dispositif: 'opco-plan', montant: 60_000, subrogation: true }])
  const p = await preparer(m, 0)
  if (!p.ok) throw new Error(p.error.phrase)
  const lu = await dans(m, async (tx) => {
    const projet = await lireProjet(tx, p.value)
    return projet && verifierProjet(m.services, tx, projet, le)
  })
  expect(lu?.refus.map((r) => r.code)).toEqual(['certificat-absent', 'certificat-absent'])
  const emis = await emettre(m, p.value as Id<'ProjetFacture'>)
  expect(emis.ok ? [] : emis.error).toEqual(lu?.refus)
})

it('d’une action qui continue, l’OPCO paie sur le certificat de la période, que la facture cite', async () => {
  const m = await unDossier(base, [{ dispositif: 'opco-plan', montant: 60_000, subrogation: true }])
  const [un, deux] = m.fil.inscriptions
  const certifier = (inscription: string | undefined, rang: number, minutes: number, fin: string) =>
    base.maintenance((tx) =>
      sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle,
          pli, objet_genre, objet_id, emise_le, emise_par)
        values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, 'certificat-intermediaire', ${`CI-2026-000${rang}`},
          'certificat-realisation.v1', ${JSON.stringify({ action: { debut: '2026-11-24', fin, minutesRealisees: minutes } })},
          ${randomBytes(32)}, ${randomBytes(32).toString('hex')}, 1, 'c', 'c', 'inscription', ${inscription}, now(), ${m.fil.personne})`.execute(
        tx,
      ),
    )
  await certifier(un, 1, 210, '2026-11-24')
  await certifier(deux, 2, 200, '2026-11-24')
  const p = await preparer(m, 0)
  if (!p.ok) throw new Error(p.error.phrase)
  const verifier = () =>
    dans(m, async (tx) => {
      const projet = await lireProjet(tx, p.value)
      return projet && verifierProjet(m.services, tx, projet, le)
    })
  // Dix minutes de l’une ne sont pas certifiées : elle seule retient.
  const manque = await verifier()
  expect(manque?.refus.map((r) => r.code)).toEqual(['certificat-absent'])
  expect(manque?.papier.suivis.map((s) => s.certificat).toSorted()).toEqual(['CI-2026-0001', 'CI-2026-0002'])
  await base.maintenance((tx) =>
    sql`update documents.piece set donnees = replace(donnees, '200', '210') where organisme_id = ${m.fil.organisme}`.execute(
      tx,
    ),
  )
  expect((await verifier())?.refus).toEqual([])
  expect((await emettre(m, p.value as Id<'ProjetFacture'>)).ok).toBe(true)
  const donnees = await dans(m, (tx) =>
    sql<{ d: string }>`select donnees as d from documents.piece where genre = 'facture'`.execute(tx),
  )
  expect(
    JSON.parse(donnees.rows[0]?.d ?? '{}').action.stagiaires.map((s: { certificat: string }) => s.certificat),
  ).toEqual(expect.arrayContaining(['CI-2026-0001', 'CI-2026-0002']))
})

it('sous une enseigne, la facture nomme qui répond de la session, jamais le mot qui tient la place d’un nom caché', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 60_000 }])
  await base.maintenance((tx) =>
    sql`update organisme.activite set commune = false, nom = 'Fil à plomb' where organisme_id = ${m.fil.organisme}`.execute(
      tx,
    ),
  )
  const p = await preparer(m, 0)
  if (!p.ok) throw new Error(p.error.phrase)
  const action = () =>
    dans(m, async (tx) => {
      const projet = await lireProjet(tx, p.value)
      const lu = projet && (await verifierProjet(m.services, tx, projet, le))
      if (!lu) throw new Error('projet')
      return (await donneesFacture(services(m), tx, lu.papier))('FA-2026-0001').action
    })
  expect(await action()).toMatchObject({ responsable: 'Tom Okafor' })
  await base.maintenance((tx) =>
    sql`update sessions.session set formateur = 'autre enseigne' where organisme_id = ${m.fil.organisme}`.execute(
      tx,
    ),
  )
  expect(await action()).not.toHaveProperty('responsable')
})

it('un acheteur public doit les intérêts moratoires de la commande publique ; qui finance sans acheter, non', async () => {
  const m = await unDossier(base, [
    { dispositif: 'entreprise', montant: 60_000 },
    { dispositif: 'france-travail', montant: 40_000, subrogation: true },
  ])
  await base.maintenance(async (tx) => {
    await sql`update tiers.entreprise set siren = '213502388' where organisme_id = ${m.fil.organisme} and id = ${m.client}`.execute(
      tx,
    )
    await sql`update tiers.entreprise set financeur_genre = 'france-travail' where organisme_id = ${m.fil.organisme} and id <> ${m.client}`.execute(
      tx,
    )
  })
  const papier = async (rang: number) => {
    const p = await preparer(m, rang)
    if (!p.ok) throw new Error(p.error.phrase)
    return dans(m, async (tx) => {
      const projet = await lireProjet(tx, p.value)
      const lu = projet && (await verifierProjet(m.services, tx, projet, le))
      if (!lu) throw new Error('projet')
      const d = (await donneesFacture(services(m), tx, lu.papier))('FA-2026-0001')
      return d.reglement?.penalites
    })
  }
  expect(await papier(0)).toMatch(/^intérêts moratoires .* majoré de huit points/)
  expect(await papier(1)).toBe('trois fois le taux d’intérêt légal')
})

it('la session sait ce qui reste à facturer : le geste vient, la garde répond, puis tout est émis', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  const visiteur = unVisiteur({ roles: ['comptable'] })
  const lire = () =>
    dans(m, (tx) => contributionFacturation.faits?.(tx, m.fil.session, visiteur, le) ?? Promise.resolve({}))
  expect(await lire()).toMatchObject({
    gardes: { 'factures-emises': false },
    suites: [{ geste: 'Préparer la facture' }],
  })
  await facturer(m)
  expect(await lire()).toMatchObject({ gardes: { 'factures-emises': true }, suites: [] })
})

it('la marge d’une session se lit de ses factures et de ses charges', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  await facturer(m)
  await dans(m, (tx) =>
    importer(
      tx,
      {
        genre: 'charges',
        outil: 'compta',
        lignes: lues(
          'charges',
          'numero;date;compte;libelle;montant_ht;session\nC1;24/11/2026;604;Delta;400;S-2026-001',
        ),
        nom: 'c.csv',
        aBlanc: false,
      },
      le,
    ),
  )
  const section = await dans(
    m,
    async (tx) =>
      (await contributionFacturation.section?.(
        tx,
        m.fil.session,
        unVisiteur({ roles: ['comptable'] }),
        new Date('2026-11-25T09:00:00Z'),
      )) ?? '',
  )
  expect(String(section).replace(/[\s\u00a0\u202f]+/g, ' ')).toContain('600,00 €, soit 60 %')
})

it('un avoir sur une facture payée laisse un trop-perçu ; rendu une fois, tout se solde et se lettre', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  const facture = await facturer(m)
  const aujourdhui = jour('2026-11-25')
  const saisie = (montant: number, reglement = newId<'Reglement'>()) => ({
    id: reglement,
    facture,
    jour: aujourdhui,
    montant: centimes(montant),
    moyen: 'virement' as const,
    reference: null,
  })
  const lu = await dans(m, (tx) => lireFacture(tx, facture))
  const ttc = lu?.ttc ?? centimes(0)
  await dans(m, (tx) =>
    recevoirReglement(tx, { ...saisie(ttc), mouvement: null, surplusVoulu: true }, le, aujourdhui),
  )
  expect(await dans(m, (tx) => rembourser(tx, saisie(100), le, aujourdhui))).toMatchObject({
    error: { code: 'rien-a-rendre' },
  })
  const avoir = await dans(m, (tx) =>
    preparerAvoir(
      tx,
      { id: newId<'ProjetFacture'>(), facture, motif: 'Session annulée', rendre: new Map() },
      le,
    ),
  )
  if (!avoir.ok) throw new Error(avoir.error.phrase)
  expect((await emettre(m, avoir.value)).ok).toBe(true)
  const compte = async () =>
    lettrer(await dans(m, (tx) => lignesDuCompte(tx, 'entreprise', m.client))).map((l) => l.lettre)
  expect(await compte()).toEqual(['', '', ''])
  expect(await dans(m, (tx) => rembourser(tx, saisie(ttc + 1), le, aujourdhui))).toMatchObject({
    error: { code: 'trop-rendu' },
  })
  const id = newId<'Reglement'>()
  for (let fois = 0; fois < 2; fois += 1)
    expect(await dans(m, (tx) => rembourser(tx, saisie(ttc, id), le, aujourdhui))).toEqual({
      ok: true,
      value: 0,
    })
  const apres = await dans(m, (tx) => lireFacture(tx, facture))
  expect(apres && soldeDe(apres)).toBe(0)
  expect(await compte()).toEqual(['A', 'A', 'A', 'A'])
  expect(await dans(m, (tx) => soldeDesFiches(tx, [m.client], aujourdhui))).toMatchObject({
    pieces: 4,
    facture: 0,
    regle: 0,
    du: 0,
    credit: 0,
  })
  // Saisi par erreur, il se défait comme un règlement : le trop-perçu revient.
  expect((await dans(m, (tx) => annulerReglement(tx, id, le, aujourdhui))).ok).toBe(true)
  const revenu = await dans(m, (tx) => lireFacture(tx, facture))
  expect(revenu && soldeDe(revenu)).toBe(-ttc)
})

it('une action suivie au travail ou à distance seulement attend sa facture, comme une autre', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }], { venus: 0 })
  const demain = jour('2026-11-26')
  const dus = async () => (await dans(m, (tx) => dossiersAFacturer(tx, demain))).map((d) => d.dossier)
  expect(await dus()).not.toContain(m.dossier)
  const element = newId()
  await base.maintenance((tx) =>
    sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, inscription_id, genre, le, minutes, intitule, note_le)
      values (${m.fil.organisme}, ${element}, ${m.fil.activite}, ${m.fil.session}, ${m.fil.inscriptions[0]}, 'afest-situation', '2026-11-24', 90,
        'Mise en rayon', now())`.execute(tx),
  )
  expect(await dus()).toContain(m.dossier)
  await base.maintenance((tx) =>
    sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, genre, le, intitule, annule_id, note_le)
      values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, ${m.fil.session}, 'annulation', '2026-11-25', 'Noté pour un autre', ${element}, now())`.execute(
      tx,
    ),
  )
  expect(await dus()).not.toContain(m.dossier)
})

it('la fiche d’une entreprise dit son compte, à qui lit la facturation ; sans pièce, elle ne dit rien', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  const section = (roles: readonly string[]) =>
    dans(m, (tx) => contributionEntreprise.section(tx, [m.client], unVisiteur({ roles }), le))
  expect(await section(['comptable'])).toBeUndefined()
  await facturer(m)
  expect(await section(['formateur'])).toBeUndefined()
  const dit = String(await section(['comptable'])).replace(/[\s\u00a0\u202f]+/g, ' ')
  expect(dit).toContain('Compte client')
  expect(dit).toMatch(/Doit<\/dt><dd>1 000,00 €/)
  expect(dit).toContain(`/factures/comptes/entreprise/${m.client}`)
})
