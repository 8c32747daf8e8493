// Long parce que l’enseigne s’y lit d’un trait, de son compte à sa sortie, dans un seul monde.
/** Le compte d’une enseigne : la page, ses murs, et ses barèmes, que l’équipe d’appui pose. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { ok } from '#kernel/result.ts'
import { lireFichePublique } from '#modules/catalogue/index.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { contenuSimple } from '../../catalogue/test/contenus.ts'
import { publierUneOffre } from '../../catalogue/test/publier.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { poserIntervenant, poserSession } from '../../sessions/test/poser.ts'
import { contributionsCae } from '../contributions/aujourdhui.ts'
import { cae } from '../module.ts'
import { type SupportRecu, sansPrises } from '../prises.ts'

const [navette, ourlet] = [newId<'Activite'>(), newId<'Activite'>()]
/** Ce qui se classe aux registres, que la qualité tient (`classer-support`). */
const classes: SupportRecu[] = []
/** Un support dont le texte nomme une personne formée. */
const livret = {
  id: newId(),
  genre: 'ressource',
  titre: 'Livret de consignes',
  programme: '',
  le: '2026-01-05',
  contenu: { usage: 'Relu par Maud\u00a0KERVELLA, puis Kervella seule.' },
  fichiers: [],
}
const m = await monde({
  modules: [
    cae({
      ...sansPrises,
      supports: async (_tx, activite) => (activite === navette ? [livret] : []),
      classerSupport: async (_services, _tx, s) => {
        classes.push(s)
        return ok(undefined)
      },
      aFaire: async () => [
        {
          href: '/x',
          verbe: 'Facturer',
          chose: 'la Médiathèque',
          detail: 'Tout est signé.',
          geste: 'Préparer',
        },
      ],
    }),
  ],
  coops: {
    tisserands: async (tx: MaintenanceTx) => {
      const o = await poserOrganisme(tx, 'Les Tisserands')
      await sql`update organisme.organisme set cae = true where organisme_id = ${o.organisme}`.execute(tx)
      for (const [id, nom] of [
        [navette, 'La Navette'],
        [ourlet, 'Ourlet numérique'],
      ] as const)
        await sql`insert into organisme.activite (organisme_id, id, nom, ouverte_le) values (${o.organisme}, ${id}, ${nom}, '2020-01-01')`.execute(
          tx,
        )
      return o
    },
    scop: 'Terre d’Appui',
    voisine: async (tx: MaintenanceTx) => {
      const o = await poserOrganisme(tx, 'La Fabrique voisine')
      await sql`update organisme.organisme set cae = true, forme = 'scop', societe = 'SAS', siret = '99912047000011' where organisme_id = ${o.organisme}`.execute(
        tx,
      )
      return o
    },
  },
  gens: {
    salome: { roles: ['formateur'], portee: [navette] },
    maelys: { roles: ['formateur'], portee: [navette] },
    tristan: { roles: ['formateur'], portee: [ourlet] },
    clientele: { roles: ['commercial'], portee: [navette] },
    chargee: { roles: ['commercial'], portee: [ourlet] },
    yann: { roles: ['equipe-appui'] },
    dehors: { roles: ['responsable'], chez: 'scop' },
    chef: { roles: ['responsable'] },
    appelee: { roles: ['responsable'], chez: 'voisine' },
    voisin: { roles: ['formateur'], chez: 'voisine' },
  },
  maintenant: '2026-11-24T10:40:00Z',
  texte: sansInsecables,
})
const { base, salome, maelys, tristan, clientele, chargee, yann, dehors, chef, appelee, voisin } = m
const { organisme } = m.coops.tisserands
const facturer = (
  numero: string,
  le: string,
  montant: number,
  autres: { nature?: string; corrige?: string; activite?: string } = {},
) =>
  base.maintenance(async (tx) => {
    const id = newId()
    const { nature = 'formation', corrige = null, activite = navette } = autres
    await sql`insert into facturation.facture (organisme_id, id, activite_id, provenance, genre, outil, numero, emise_le, payeur_nom, pli, source,
        corrige_id, total_ht_centimes, total_tva_centimes, total_ttc_centimes, enregistree_le)
      values (${organisme}, ${id}, ${activite}, 'enregistree', ${montant < 0 ? 'avoir' : 'facture'}, 'endi', ${numero}, ${le}, 'Cliente', 'cliente', 'entreprise',
        ${corrige}, ${montant}, 0, ${montant}, now())`.execute(tx)
    await sql`insert into facturation.ligne (organisme_id, id, activite_id, facture_id, rang, nature, libelle, quantite_millemes, unite, prix_centimes,
        montant_ht_centimes, taux_points)
      values (${organisme}, ${newId()}, ${activite}, ${id}, 0, ${nature}, 'Ligne', 1000, 'forfait', ${Math.abs(montant)}, ${montant}, 0)`.execute(
      tx,
    )
    return id
  })
const poser = (qui: Connectee, champs: Record<string, string> = {}) =>
  qui.aller('/activites/baremes/poser', {
    contribution: 'Contribution coopérative',
    enseigne: '',
    assiette: 'marge',
    depuis: '01/01/2025',
    tranches: '30 000 : 11,5\nau-delà : 10,5',
    fixe: '',
    ...champs,
  })
const regler = (champs: Record<string, string | string[]>, version = 0) =>
  yann.aller('/activites/baremes/trancher', {
    version: String(version),
    cumul: 'par-bareme',
    avoir: 'du-jour',
    seuils: 'entier',
    exclues: [],
    deduits: '',
    tresorerie: '5 40 42 43 44',
    aVenir: '41 421 425',
    ...champs,
  })
const ici = `/activites/${navette}`

describe('la page de l’enseigne', () => {
  it('dit ce qui attend, et où en est l’année : chaque pièce avec sa tranche, sa base, son taux', async () => {
    const vide = await salome.aller(ici)
    expect(vide.texte).toContain('Facturer')
    expect(vide.texte).toContain('Aucun barème n’est posé')
    expect((await poser(yann)).statut).toBe(303)
    expect((await poser(yann, { assiette: 'marge-formation', tranches: '20000 : 12\n11,5' })).statut).toBe(
      303,
    )
    await facturer('F-1', '2026-03-01', 2_500_000)
    await facturer('F-2', '2026-04-01', 3_500_000, { nature: 'hors-formation' })
    await facturer('ailleurs', '2026-04-01', 7_777_700, { activite: ourlet })
    const { texte } = await salome.aller(ici)
    // Formation : 20 000 à 12 %, 5 000 à 11,5 % ; le reste : 30 000 à 11,5 %, 5 000 à 10,5 %.
    expect(texte).toContain('12 % de 20 000,00 €, puis 11,5 % de 5 000,00 €')
    expect(texte).toContain('11,5 % de 30 000,00 €, puis 10,5 % de 5 000,00 €')
    expect(texte).toContain('2 975,00 €')
    expect(texte).toContain('3 975,00 €')
    expect(texte).toContain('−6 950,00 €')
    expect(texte).toContain('53 050,00 €')
    expect(texte).toContain('dont formation 25 000,00 €')
    expect(texte).not.toContain('77 777')
    expect(texte).not.toContain('Ourlet')
    const csv = (await salome.aller(`${ici}?format=csv`)).texte
    expect(csv).toContain(
      'Contribution coopérative;F-1;01/03/2026;25000,00;12 % de 20 000,00 €, puis 11,5 % de 5 000,00 €;2975,00',
    )
    // L’exercice d’avant n’a rien facturé, et ne dit rien de ce qui attend aujourd’hui.
    const avant = (await salome.aller(`${ici}?jour=2025-06-01`)).texte
    expect(avant).not.toContain('F-1')
    expect(avant).not.toContain('Facturer')
    expect(avant).not.toContain('Pas encore encaissé')
    expect(texte).toContain('ni salaires ni cotisations n’y entrent')
  })

  it('montre les missions de l’enseigne, même quand deux cents autres sont plus récentes', async () => {
    const tierce = newId<'Activite'>()
    const bon = (n: number, vendeuse: string, du: string, objet: string) =>
      base.maintenance((tx) =>
        sql`insert into cae.mission (organisme_id, id, genre, acheteuse_id, vendeuse_id, cote, objet, cle, tarif_centimes, du, au, etat, demandee_le, demandee_par)
          select ${organisme}, gen_random_uuid(), 'mission', ${ourlet}, ${vendeuse}, 'acheteuse', ${objet}, 'forfait', 100, ${du}, ${du}, 'demandee', now(), ${yann.personne}
            from generate_series(1, ${n}::int)`.execute(tx),
      )
    await base.maintenance((tx) =>
      sql`insert into organisme.activite (organisme_id, id, nom, ouverte_le) values (${organisme}, ${tierce}, 'Tierce', '2020-01-01')`.execute(
        tx,
      ),
    )
    await bon(1, navette, '2026-02-01', 'La vieille mission')
    await bon(205, tierce, '2026-09-01', 'Une autre')
    expect((await yann.aller(ici)).texte).toContain('La vieille mission')
    expect((await yann.aller(`${ici}?jour=2025-06-01`)).texte).not.toContain('La vieille mission')
  })

  it('montre une page quand le jour demandé est au bord du calendrier, ou ne se lit pas', async () => {
    for (const jour of ['1900-01-01', '1901-01-01', '2198-12-31', '2199-12-31', '0000-00-00'])
      expect((await salome.aller(`${ici}?jour=${jour}`)).statut, jour).toBe(200)
    expect(m.pannes).toEqual([])
  })

  it('mène chacun à la sienne, l’équipe d’appui à toutes ; aux autres, rien', async () => {
    expect((await salome.aller('/activites')).vers).toContain(ici)
    const liste = await yann.aller('/activites')
    expect(liste.texte).toContain('Ourlet numérique')
    expect((await yann.aller('/activites?format=csv')).texte).toContain('La Navette;60000,00;53050,00')
    // Les heures de chaque enseigne se voient d’un trait, à côté de leur nombre.
    expect(liste.texte).toMatch(/Heures tenues[\s\S]*class="jauge"/)
    expect((await yann.aller(ici)).texte).not.toContain('À vous')
    for (const adresse of [ici, `${ici}?format=csv`]) {
      expect((await tristan.aller(adresse)).statut).toBe(404)
      expect((await clientele.aller(adresse)).statut).toBe(403)
      expect((await dehors.aller(adresse)).statut).toBe(404)
    }
    expect((await dehors.aller('/activites')).statut).toBe(403)
    expect((await salome.aller(`/activites/${newId()}`)).statut).toBe(404)
    // La comptabilité importée d’une autre enseigne n’y entre pas, ni la sienne d’un autre exercice.
    await base.maintenance(async (tx) => {
      for (const [activite, jour, compte, debit] of [
        [navette, '2026-05-01', '512', 900_000],
        [navette, '2026-05-01', '411', 1_000],
        [navette, '2025-05-01', '512', 5],
        [ourlet, '2026-05-01', '512', 7],
      ] as const)
        await sql`insert into facturation.ecriture (organisme_id, id, activite_id, jour, compte, libelle, debit_centimes, outil, numero, enregistree_le)
          values (${organisme}, ${newId()}, ${activite}, ${jour}, ${compte}, 'x', ${debit}, 'endi', ${newId().slice(-12)}, now())`.execute(
          tx,
        )
    })
    const { texte } = await salome.aller(ici)
    expect(texte).toContain('9 000,00 €')
    expect(texte).toContain('une indication')
    expect(texte).toContain('10,00 €')
  })
})

describe('les barèmes', () => {
  it('se posent et se retirent par l’équipe d’appui seule, même en SQL ; un de l’enseigne n’est lu que d’elle', async () => {
    const interdite = await poser(salome)
    expect([interdite.statut, interdite.texte]).toEqual([403, expect.stringContaining('règlent les barèmes')])
    expect((await salome.aller('/activites/baremes')).texte).toContain('règlent les barèmes')
    expect((await poser(yann)).texte).toContain('commence déjà ce jour-là')
    expect((await poser(yann, { depuis: '02/01/2025', tranches: '12 : douze' })).texte).toContain(
      'Une tranche par ligne',
    )
    const poserSql = (qui: Connectee, portee: '*' | [typeof navette], activite: string | null = null) =>
      codeSql(() =>
        base.enTantQue(organisme, { personne: qui.personne, portee }, (tx) =>
          sql`insert into cae.bareme (id, enseigne_id, contribution, assiette, depuis, seuils, taux) values (${newId()}::uuid, ${activite}::uuid, 'Forcée', 'marge', '2026-01-01', '{}', '{1}')`.execute(
            tx,
          ),
        ),
      )
    expect([
      await poserSql(salome, [navette]),
      await poserSql(salome, '*'),
      await poserSql(yann, '*', navette),
    ]).toEqual(['42501', '42501', undefined])
    const lus = (qui: Connectee, portee: [typeof navette]) =>
      base.enTantQue(
        organisme,
        { personne: qui.personne, portee },
        async (tx) =>
          (
            await sql<{
              n: number
            }>`select count(*)::int4 as n from cae.bareme where contribution = 'Forcée'`.execute(tx)
          ).rows[0]?.n,
      )
    expect([await lus(salome, [navette]), await lus(tristan, [ourlet])]).toEqual([1, 0])
    const changer = (suite: string) =>
      codeSql(() =>
        base.enTantQue(organisme, { personne: yann.personne, portee: '*' }, (tx) =>
          sql`update cae.bareme set ${sql.raw(suite)} where contribution = 'Forcée'`.execute(tx),
        ),
      )
    expect([
      await changer("taux = '{2}'"),
      await changer('retire_le = now(), retire_par = gen_random_uuid()'),
    ]).toEqual(['42501', '42501'])
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from cae.bareme where contribution = 'Forcée'`.execute(tx),
    )
    expect((await salome.aller('/activites/baremes/retirer', { bareme: rows[0]?.id ?? '' })).statut).toBe(403)
    expect((await yann.aller('/activites/baremes/retirer', { bareme: rows[0]?.id ?? '' })).statut).toBe(303)
    expect((await yann.aller('/activites/baremes')).texte).not.toContain('Forcée')
    expect((await dehors.aller('/activites/baremes')).statut).toBe(404)
  })

  it('envoyé deux fois, un barème est posé une fois, et se lit comme posé', async () => {
    const assurance = { contribution: 'Assurance', enseigne: ourlet, tranches: '1', _jeton: newId() }
    const deux = await Promise.all([poser(yann, assurance), poser(yann, assurance)])
    expect(deux.map((r) => r.statut)).toEqual([303, 303])
    expect((await poser(yann, { ...assurance, tranches: '2' })).texte).toContain('commence déjà ce jour-là')
    expect((await poser(yann, { ...assurance, _jeton: newId() })).texte).toContain('commence déjà ce jour-là')
    const { rows } = await base.maintenance((tx) =>
      sql<{ taux: number[] }>`select taux from cae.bareme where contribution = 'Assurance'`.execute(tx),
    )
    expect(rows).toEqual([{ taux: [10_000] }])
  })

  it('disent d’un coup tout ce qui ne va pas, et gardent ce qui est tapé', async () => {
    // Chaque réponse à reprendre porte le nom que son champ a à l’écran.
    const nommes = (html: string) =>
      [...html.matchAll(/<a href="#(c-[^"]+)">([^<:]+?) : /g)].map(([, champ, nom]) => [
        nom,
        new RegExp(`<label[^>]* for="${champ}"[^>]*>([^<]*)`).exec(html)?.[1]?.trim(),
      ])
    const vide = await poser(yann, { contribution: '', assiette: '', depuis: '', tranches: '' })
    expect(vide.statut).toBe(422)
    // « Il vaut pour » est la légende d’un choix, non l’étiquette d’un champ.
    expect(nommes(vide.texte).filter(([nom]) => nom !== 'Il vaut pour')).toEqual(
      ['Contribution', 'Depuis le', 'Tranches sur douze mois'].map((nom) => [nom, nom]),
    )
    for (const dit of ['Nommez la contribution', 'Écrivez le premier jour', 'Écrivez au moins un taux'])
      expect(vide.texte, dit).toContain(dit)
    const fausse = await poser(yann, { contribution: '', tranches: 'onze', fixe: 'beaucoup' })
    for (const dit of ['Nommez la contribution', 'Une tranche par ligne', '>onze<', 'value="beaucoup"'])
      expect(fausse.texte, dit).toContain(dit)
    const reglee = await regler({ deduits: 'soixante', tresorerie: '', aVenir: 'x' })
    expect(nommes(reglee.texte)).toEqual(
      [
        'Charges ôtées du facturé pour faire la marge',
        'Comptes de la trésorerie',
        'Comptes de ce qui vient',
      ].map((nom) => [nom, nom]),
    )
    expect([reglee.statut, reglee.texte.match(/class="erreur"[^>]*>[^<]*préfixe/g)?.length]).toEqual([422, 3])
  })
  it('suivent ce que la coopérative tranche : l’avoir d’un exercice d’avant rend ce que sa facture a payé', async () => {
    const ancienne = await facturer('F-0', '2025-06-01', 1_000_000, { nature: 'hors-formation' })
    await poser(yann, { depuis: '01/01/2026', tranches: '20' })
    await facturer('AV-1', '2026-11-01', -1_000_000, { nature: 'hors-formation', corrige: ancienne })
    expect((await salome.aller(ici)).texte).toContain('20 % de −10 000,00 €')
    expect((await regler({ deduits: 'douze' })).texte).toContain('Des préfixes de comptes')
    expect((await regler({ avoir: 'd-origine' })).statut).toBe(303)
    const { texte } = await salome.aller(ici)
    expect(texte).toContain('au taux que sa facture a payé')
    expect(texte).toContain('−1 150,00 €')
    expect((await regler({ avoir: 'du-jour' })).texte).toContain('Quelqu’un vient de changer')
    expect((await regler({ exclues: ['hors-formation'] }, 1)).statut).toBe(303)
    expect((await salome.aller(ici)).texte).toContain('hors de toute contribution')
    // Envoyé deux fois, un réglage gardé l’est : personne d’autre ne l’a changé.
    expect((await regler({ exclues: ['hors-formation'] }, 1)).statut).toBe(303)
  })
})

describe('le parcours d’une personne', () => {
  it('se note par l’équipe d’appui, se lit de la personne, et de personne d’autre, même en SQL', async () => {
    const fiche = await base.maintenance(async (tx) => {
      const id = await poserIntervenant(tx, { organisme, activite: navette }, [], {
        prenom: 'Salomé',
        nom: 'Diallo',
      })
      await sql`update tiers.intervenant set compte_id = ${salome.personne} where personne_id = ${id}`.execute(
        tx,
      )
      return id
    })
    const la = `/parcours-des-personnes/${fiche}`
    const noter = (qui: Connectee, genre: string, du: string, au = '', autres: Record<string, string> = {}) =>
      qui.aller(`${la}/noter`, { genre, du, au, note: '', ...autres })
    expect((await yann.aller('/parcours-des-personnes')).texte).toContain('à noter')
    expect((await noter(yann, 'sortie', '01/01/2026')).texte).toContain('commence par une candidature')
    expect(await noter(yann, 'cape', '01/12/2025')).toMatchObject({
      statut: 422,
      texte: expect.stringContaining('Écrivez le terme'),
    })
    expect((await noter(yann, 'cape', '01/12/2025', '30/11/2026')).statut).toBe(303)
    // Six jours avant le terme : la liste et l’échéance le disent.
    const liste = (await yann.aller('/parcours-des-personnes')).texte
    expect(liste).toContain('son contrat d’appui (CAPE) finit')
    expect(liste).toContain('à décider')
    expect((await yann.aller('/parcours-des-personnes?format=csv')).texte).toContain(
      'Salomé Diallo;Contrat d’appui',
    )
    expect((await salome.aller(ici)).texte).toContain('Votre parcours')
    for (const qui of [maelys, tristan])
      expect((await qui.aller(`/activites/${qui === maelys ? navette : ourlet}`)).texte).not.toContain(
        'Votre parcours',
      )
    for (const qui of [salome, clientele]) {
      expect((await qui.aller('/parcours-des-personnes')).statut).toBe(403)
      expect((await noter(qui, 'cesa', '01/12/2026')).statut).toBe(403)
    }
    expect((await dehors.aller(la)).statut).toBe(404)
    const lues = (qui: Connectee) =>
      base.enTantQue(
        organisme,
        { personne: qui.personne, portee: [navette] },
        async (tx) => (await sql`select from cae.situation`.execute(tx)).rows.length,
      )
    expect([await lues(salome), await lues(maelys), await lues(yann)]).toEqual([1, 0, 1])
    const forcer = (qui: Connectee) =>
      codeSql(() =>
        base.enTantQue(organisme, { personne: qui.personne, portee: [navette] }, (tx) =>
          sql`insert into cae.situation (id, enseigne_id, personne_id, genre, du) values (${newId()}::uuid, ${navette}::uuid, ${fiche}::uuid, 'cesa', '2027-01-01')`.execute(
            tx,
          ),
        ),
      )
    expect(await forcer(salome)).toBe('42501')
    // Ses habilitations se lisent au même endroit ; celles d’une autre enseigne, non.
    await base.maintenance(async (tx) => {
      const parcours = newId()
      await sql`insert into cae.parcours (organisme_id, id, activite_id, personne_id, nature, role, etat, demande_par, decision)
        values (${organisme}, ${parcours}, ${navette}, ${fiche}, 'formation', 'responsable', 'habilite', ${yann.personne}, 'Le dossier est complet, le comité habilite.')`.execute(
        tx,
      )
      await sql`insert into cae.habilitation (organisme_id, id, activite_id, personne_id, parcours_id, nature, role, du, au)
        values (${organisme}, ${newId()}, ${navette}, ${fiche}, ${parcours}, 'formation', 'responsable', '2026-01-05', '2026-12-20')`.execute(
        tx,
      )
    })
    expect((await salome.aller(ici)).texte).toContain('à revoir')
    expect((await tristan.aller(`/activites/${ourlet}`)).texte).not.toContain('Habilitations à former')
    // Deux étapes au même instant : la seconde se juge d’après la première.
    const deux = await Promise.all([noter(yann, 'cesa', '24/11/2026'), noter(yann, 'cesa', '24/11/2026')])
    expect(deux.map((r) => r.statut).toSorted()).toEqual([303, 409])
    expect(deux.find((r) => r.statut === 409)?.texte).toContain('déjà notée ce jour-là')
    expect((await yann.aller(la)).texte).toContain('art. L. 7331-3')
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from cae.situation order by du`.execute(tx),
    )
    expect((await yann.aller(`${la}/oter`, { situation: rows[0]?.id ?? '' })).texte).toContain(
      'Seule la dernière étape s’ôte',
    )
    expect((await yann.aller(`${la}/oter`, { situation: rows[1]?.id ?? '' })).statut).toBe(303)
    expect((await yann.aller(la)).texte).not.toContain('L. 7331-3')
    // Envoyée deux fois, une étape est notée une fois, et se lit comme notée ; corrigée après coup, elle n’est pas la même.
    const _jeton = newId()
    const encore = await Promise.all([1, 2].map(() => noter(yann, 'cesa', '24/11/2026', '', { _jeton })))
    expect(encore.map((r) => r.statut)).toEqual([303, 303])
    expect((await noter(yann, 'cesa', '24/11/2026', '', { _jeton, note: 'signé' })).texte).toContain(
      'déjà notée ce jour-là',
    )
    expect(await lues(yann)).toBe(3)
  })
})

describe('partir d’une enseigne', () => {
  const le = `${ici}/sortie`
  const lesSiens = `${ici}/titulaires`
  const [abers, ancienne] = [newId(), newId()]
  const nomme = /kervella|maud\.k|06 11 22 33 44/i

  it('dit ce qui reste, remet ce qui est à la personne sans nommer aucune personne formée, et retire ses fiches', async () => {
    const offre = await publierUneOffre(
      base.enTantQue,
      { organisme, activite: navette },
      { ...contenuSimple, contenu: 'Consignes écrites avec Kervella Maud, alors Solenn Abgrall.' },
    )
    const client = newId()
    await base.maintenance(async (tx) => {
      for (const [id, nom, telephone] of [
        [client, 'Maud Kervella et compagnie', '02 98 00 00 00'],
        [abers, 'Médiathèque des Abers', null],
        [ancienne, 'Bibliothèque des Abers', null],
      ] as const)
        await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, telephone, cree_le)
          values (${organisme}, ${id}, ${navette}, ${nom}, ${nom.toLowerCase()}, ${telephone}, now())`.execute(
          tx,
        )
      await sql`insert into tiers.fusion_entreprise (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${organisme}, ${newId()}, ${navette}, ${abers}, ${ancienne}, now())`.execute(tx)
      const gens = [newId(), newId(), newId()] as const
      for (const [id, prenom, nom] of [
        [gens[0], 'Maud', 'Kervella'],
        [gens[1], 'Annaïck', 'Poulain'],
        // La même personne que Maud, sous son nom d’avant.
        [gens[2], 'Solenn', 'Abgrall'],
      ] as const) {
        await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, courriel, telephone, cree_le)
          values (${organisme}, ${id}, ${navette}, ${prenom}, ${nom}, ${nom.toLowerCase()}, ${prenom === 'Maud' ? 'maud.k@stagiaires.example' : `${prenom === 'Solenn' ? 'solenn' : 'annaick'}@clients.example`},
            ${prenom === 'Maud' ? '06 11 22 33 44' : null}, now())`.execute(tx)
        await sql`insert into tiers.contact (organisme_id, id, activite_id, entreprise_id, personne_id, fonction, cree_le)
          values (${organisme}, ${newId()}, ${navette}, ${prenom === 'Annaïck' ? ancienne : abers}, ${id}, 'Direction', now())`.execute(
          tx,
        )
      }
      await sql`insert into tiers.fusion (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${organisme}, ${newId()}, ${navette}, ${gens[0]}, ${gens[2]}, now())`.execute(tx)
      const voulue = { organisme, activite: navette, offre, intitule: 'Pour Maud Kervella' }
      const { session } = await poserSession(tx, {
        ...voulue,
        etat: 'terminee',
        seances: [['2026-11-09', 540, 750]],
      })
      await poserSession(tx, { ...voulue, etat: 'confirmee', seances: [['2026-12-14', 540, 750]] })
      await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
        values (${organisme}, ${newId()}, ${navette}, ${session}, ${gens[0]}, 'inscrit', now())`.execute(tx)
      await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime, regime_article, prix_centimes, cree_le)
        values (${organisme}, ${newId()}, ${navette}, ${session}, 'entreprise', ${client}, 'etablissement', 'convention', 'L6353-1', 140000, now())`.execute(
        tx,
      )
      await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime, regime_article, prix_centimes, cree_le)
        values (${organisme}, ${newId()}, ${navette}, ${session}, 'entreprise', ${ancienne}, 'etablissement', 'convention', 'L6353-1', 90000, now())`.execute(
        tx,
      )
    })
    const page = (await yann.aller(`${le}?le=28/02/2027`)).texte
    expect(m.pannes).toEqual([])
    expect(page).toContain('À tenir, ou à confier')
    expect(page).toContain('finie le 9 novembre 2026')
    expect(page).toContain('F-1, Cliente')
    // Novembre, décembre, janvier, février.
    expect(page).toContain('4 paies d’ici le 28 février 2027')
    expect(page).toContain('1 programme, 1 support')
    expect(page).toContain('28 février 2027, date essayée')
    expect(page).toContain('partent tels que déposés')
    expect((await yann.aller(`${le}?le=23/11/2026`)).texte).toContain('Cette date est passée')
    expect((await yann.aller(`${le}?le=bientot`)).texte).toContain('Cette date ne se lit pas')
    // Une collègue ne lit pas le parcours de Salomé : la page ne dit pas que personne ne part.
    const chezMaelys = (await maelys.aller(le)).texte
    expect(chezMaelys).toContain('seules l’équipe d’appui et la direction le lisent ici')
    expect(chezMaelys).not.toContain('personne, à ce jour')
    expect((await salome.aller(le)).texte).toContain('personne, à ce jour')

    const fiche = /name="personne" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? ''
    const prendre = (qui: Connectee) => qui.aller(`${le}/archive.zip`, { personne: fiche })
    expect((await prendre(tristan)).statut).toBe(404)
    expect((await prendre(maelys)).statut).toBe(403)
    expect((await prendre(clientele)).statut).toBe(403)
    expect((await prendre(dehors)).statut).toBe(404)
    for (const qui of [salome, yann]) {
      const archive = await prendre(qui)
      expect(archive.statut).toBe(200)
      // Sans compression : ce qui y est écrit se lit tel quel.
      const lu = archive.octets.toString('utf8')
      expect(lu).not.toMatch(nomme)
      // La structure qui porte son nom ne part pas du tout ; les références n’en disent rien non plus.
      expect(lu).not.toMatch(/et compagnie|02 98 00/)
      expect(lu).not.toMatch(/abgrall|solenn/i)
      expect(lu).toContain('annaick@clients.example')
      expect(lu).toContain('pour Médiathèque des Abers')
      expect(lu).not.toContain('Bibliothèque des Abers')
      expect(lu).toContain('Conduire une réunion en anglais')
      expect(lu).toContain('"personnesFormees": 1')
      expect(lu).toContain('Livret de consignes')
    }

    const enLigne = () =>
      base.db.withoutTenant((tx) => lireFichePublique(tx, '2026-11-24' as DateCivile, offre))
    expect(await enLigne()).toBeDefined()
    expect((await salome.aller(`${le}/retirer`, { fiches: [offre] })).statut).toBe(403)
    expect((await yann.aller(`${le}/retirer`, {})).texte).toContain('Cochez au moins une fiche')
    // Une fiche qui n’est pas de l’enseigne ne se retire pas d’ici.
    expect((await yann.aller(`/activites/${ourlet}/sortie/retirer`, { fiches: [offre] })).statut).toBe(409)
    expect(await enLigne()).toBeDefined()
    expect((await yann.aller(`${le}/retirer`, { fiches: [offre] })).statut).toBe(303)
    expect(await enLigne()).toBeUndefined()
    for (const adresse of [le, lesSiens]) {
      expect((await tristan.aller(adresse)).statut).toBe(404)
      expect((await dehors.aller(adresse)).statut).toBe(404)
      expect((await clientele.aller(adresse)).statut).toBe(403)
    }
  })

  it('laisse à la coopérative ce qui est à elle : l’équipe d’appui le dit, l’enseigne le lit', async () => {
    const page = (await yann.aller(lesSiens)).texte
    expect(page).toContain('Livret de consignes : à la personne de l’enseigne')
    const dire = (qui: Connectee, champs: Record<string, string | string[]>) =>
      qui.aller(`${lesSiens}/dire`, {
        titulaire: 'cooperative',
        note: 'Écrit pour la coopérative',
        ...champs,
      })
    expect((await dire(salome, { support: livret.id })).statut).toBe(403)
    expect((await dire(yann, {})).texte).toContain('Cochez ce dont vous dites le titulaire')
    expect((await dire(yann, { support: livret.id, titulaire: newId() })).statut).toBe(422)
    expect((await dire(yann, { support: [livret.id, newId()] })).vers).toContain(lesSiens)
    // Ce qui fut dit de la fiche réunie vaut pour la gardée ; une offre retirée reste à qui l’a écrite.
    await base.maintenance(async (tx) => {
      await sql`insert into cae.titulaire (organisme_id, activite_id, id, genre, objet_id, qui, dit_par)
        values (${organisme}, ${navette}, ${newId()}, 'client', ${ancienne}, 'cooperative', ${yann.personne})`.execute(
        tx,
      )
      await sql`update catalogue.offre set etat = 'retiree' where activite_id = ${navette}`.execute(tx)
    })
    expect((await salome.aller(lesSiens)).texte).toContain('Livret de consignes : à la coopérative')
    const fiche = /name="personne" value="([0-9a-f-]{36})"/.exec((await salome.aller(le)).texte)?.[1] ?? ''
    const archive = (await salome.aller(`${le}/archive.zip`, { personne: fiche })).octets.toString('utf8')
    expect(archive).not.toContain('Livret de consignes')
    expect(archive).not.toMatch(/des Abers|annaick@clients/)
    expect(archive).toContain('Conduire une réunion en anglais')
    // Une enseigne n’écrit rien de ses droits, même en SQL, et une autre n’en lit rien.
    const lus = (qui: Connectee, portee: [typeof navette]) =>
      base.enTantQue(
        organisme,
        { personne: qui.personne, portee },
        async (tx) => (await sql`select from cae.titulaire`.execute(tx)).rows.length,
      )
    expect([await lus(salome, [navette]), await lus(tristan, [ourlet])]).toEqual([2, 0])
    expect(
      await codeSql(() =>
        base.enTantQue(organisme, { personne: salome.personne, portee: [navette] }, (tx) =>
          sql`insert into cae.titulaire (activite_id, id, genre, objet_id, qui) values (${navette}::uuid, ${newId()}::uuid, 'support', ${livret.id}::uuid, 'enseigne')`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
    // L’équipe d’appui elle-même ne dit rien de ce qui n’est pas de l’enseigne.
    const forcer = (genre: string, activite: string, objet: string, personne: string | null = null) =>
      codeSql(() =>
        base.enTantQue(organisme, { personne: yann.personne, portee: '*' }, (tx) =>
          sql`insert into cae.titulaire (activite_id, id, genre, objet_id, qui, personne_id)
            values (${activite}::uuid, ${newId()}::uuid, ${genre}, ${objet}::uuid, ${personne ? 'personne' : 'cooperative'}, ${personne}::uuid)`.execute(
            tx,
          ),
        ),
      )
    expect(await forcer('client', ourlet, abers)).toBe('42501')
    expect(await forcer('programme', navette, newId())).toBe('42501')
    expect(await forcer('support', ourlet, newId(), fiche)).toBe('42501')
    expect(await forcer('client', navette, abers, fiche)).toBeUndefined()
  })
})

describe('transférer une enseigne à une autre coopérative', () => {
  const proposer = (qui: Connectee, champs = {}) =>
    qui.aller(`/activites/${navette}/transfert`, {
      siret: '999 120 470 00011',
      jour: '01/03/2027',
      ...champs,
    })

  it('demande l’accord de ses personnes et des deux directions ; les preuves et les factures restent, aucune personne formée ne part', async () => {
    // Le livret, dit à la coopérative plus haut, est rendu à l’enseigne : le reste de ce qui est à la coopérative ne part pas.
    const rendu = { titulaire: 'enseigne', note: '', support: livret.id }
    expect((await yann.aller(`/activites/${navette}/titulaires/dire`, rendu)).statut).toBe(303)
    // Qui y intervint sans compte ni statut de la maison n’est pas de l’enseigne ; Maëlys, qui n’y agit plus, non plus.
    await base.maintenance(async (tx) => {
      const chez = { organisme, activite: navette }
      await poserIntervenant(tx, chez, [], { prenom: 'Ewen', nom: 'Bihan' })
      const partie = await poserIntervenant(tx, chez, [], { prenom: 'Maëlys', nom: 'Le Goff' })
      await sql`update tiers.intervenant set compte_id = ${maelys.personne} where personne_id = ${partie}`.execute(
        tx,
      )
      await sql`update compte.adhesion set activites = array[${ourlet}::uuid] where organisme_id = ${organisme} and compte_id = ${maelys.personne}`.execute(
        tx,
      )
    })
    for (const qui of [salome, yann, tristan]) expect((await proposer(qui)).statut).toBe(403)
    expect((await proposer(appelee)).statut, m.pannes.join()).toBe(404)
    // Une Scop n’est pas une coopérative d’activité ; son SIRET, ou un autre, ne dit rien de plus.
    expect((await proposer(chef, { siret: '999 120 470 00052' })).texte).toContain(
      'Aucune coopérative d’activité',
    )
    const { vers } = await proposer(chef)
    const ici = vers ?? ''
    expect(ici).toMatch(/^\/activites\/transferts\/[0-9a-f-]{36}$/)
    expect((await proposer(chef)).texte).toContain('déjà en cours')
    // Avant d’être remis, l’autre coopérative n’en sait rien, pas même sa direction ; une autre enseigne non plus, jamais.
    for (const qui of [appelee, voisin, dehors, tristan]) expect((await qui.aller(ici)).statut).toBe(404)
    expect((await appelee.aller('/activites/transferts')).texte).toContain('Aucun transfert')
    expect((await salome.aller(`/activites/${navette}/transfert`)).texte).toContain(
      'Seule la direction transfère une enseigne',
    )
    expect((await chef.aller(`${ici}/remettre`, {})).texte).toContain('l’accorde d’abord')
    expect((await yann.aller(`${ici}/accorder`, { oui: 'oui' })).statut).toBe(403)
    expect((await maelys.aller(ici)).statut).toBe(404)
    expect((await salome.aller(`${ici}/accorder`, { oui: 'oui' })).statut).toBe(303)
    expect((await yann.aller(`${ici}/remettre`, {})).statut).toBe(403)
    expect((await chef.aller(`${ici}/remettre`, {})).statut, m.pannes.join()).toBe(303)

    const lu = (await appelee.aller(ici)).texte
    expect(lu).toContain('Livret de consignes')
    expect(lu).toContain('Conduire une réunion en anglais')
    expect(lu).not.toMatch(/kervella|abgrall|annaick|des Abers/i)
    expect((await voisin.aller(ici)).statut).toBe(404)
    expect((await voisin.aller(`${ici}/accueillir`, { nom: 'La Navette' })).statut).toBe(403)
    expect((await chef.aller(`${ici}/accueillir`, { nom: 'La Navette' })).texte).toContain(
      'n’est pas des vôtres',
    )
    const preuves = () =>
      base.maintenance(
        async (tx) =>
          (
            await sql<{
              n: number
            }>`select (select count(*) from facturation.facture where organisme_id = ${organisme})::int4
            + (select count(*) from inscriptions.inscription where organisme_id = ${organisme})::int4 as n`.execute(
              tx,
            )
          ).rows[0]?.n,
      )
    const avant = await preuves()
    // Deux directions qui cliquent au même instant n’en ouvrent qu’une.
    const ensemble = await Promise.all(
      [1, 2].map(() => appelee.aller(`${ici}/accueillir`, { nom: 'La Navette' })),
    )
    expect(ensemble.map((r) => r.statut).toSorted(), m.pannes.join()).toEqual([303, 409])
    expect(await preuves()).toBe(avant)
    const { rows } = await base.maintenance((tx) =>
      sql<{
        nom: string
        offres: number
        gens: number
        fichiers: number
        ailleurs: number
      }>`select a.nom,
          (select count(*)::int4 from catalogue.offre o where o.organisme_id = a.organisme_id and o.activite_id = a.id and o.etat = 'brouillon') as offres,
          (select count(*)::int4 from tiers.intervenant i where i.organisme_id = a.organisme_id and i.activite_id = a.id) as gens,
          (select count(*)::int4 from cae.fichier_de_transfert) as fichiers,
          (select count(*)::int4 from tiers.personne p where p.organisme_id = a.organisme_id and p.nom in ('Kervella', 'Abgrall', 'Poulain')) as ailleurs
        from organisme.activite a where a.organisme_id = ${m.coops.voisine.organisme} and not a.commune`.execute(
        tx,
      ),
    )
    expect(rows).toMatchObject([{ nom: 'La Navette', gens: 1, fichiers: 0, ailleurs: 0 }])
    expect(rows[0]?.offres).toBeGreaterThan(0)
    expect(classes.map((c) => [c.de, c.genre, c.titre])).toEqual([
      ['Les Tisserands', 'ressource', 'Livret de consignes'],
    ])
    expect(JSON.stringify(classes)).not.toMatch(/kervella/i)
    expect((await appelee.aller(ici)).texte).toContain('Inviter')
    expect((await chef.aller(ici)).texte).toContain('Retirer les fiches publiques')
    // Accueilli, il ne se défait plus.
    expect((await salome.aller(`${ici}/accorder`, { oui: 'non' })).statut).toBe(409)
    expect((await chef.aller(`${ici}/finir`, { motif: 'Trop tard' })).statut).toBe(409)
  })

  it('une personne qui dit non, ou l’autre direction, y met fin : ce qui était remis s’en va', async () => {
    const un = (await proposer(chef)).vers ?? ''
    expect(m.pannes).toEqual([])
    expect((await salome.aller(`${un}/accorder`, { oui: 'non' })).statut).toBe(303)
    expect((await salome.aller(`${un}/accorder`, { oui: 'oui' })).statut).toBe(409)
    const deux = (await proposer(chef)).vers ?? ''
    await salome.aller(`${deux}/accorder`, { oui: 'oui' })
    expect((await chef.aller(`${deux}/remettre`, {})).statut).toBe(303)
    expect((await appelee.aller(`${deux}/finir`, { motif: 'Pas de place cette année' })).statut).toBe(303)
    const { rows: journal } = await base.maintenance((tx) =>
      sql<{
        phrase: string
      }>`select phrase from journal.geste where organisme_id = ${m.coops.voisine.organisme} and geste = 'refuser-transfert'`.execute(
        tx,
      ),
    )
    expect(journal.map((l) => l.phrase)).toEqual([expect.stringContaining('La Navette')])
    expect((await chef.aller(deux)).texte).toContain('Pas de place cette année')
    expect((await appelee.aller(deux)).texte).not.toContain('Livret de consignes')
    // Sous le rôle de l’application, rien ne se lit ni ne s’écrit hors des portes.
    for (const table of ['transfert', 'accord_de_transfert', 'fichier_de_transfert'])
      expect(
        await codeSql(() =>
          base.enTantQue(organisme, { personne: chef.personne }, (tx) =>
            sql`select from ${sql.table(`cae.${table}`)}`.execute(tx),
          ),
        ),
      ).toBe('42501')
  })
})

describe('la réserve convenue', () => {
  const page = `/activites/${ourlet}/reserve`
  const proposer = (qui: Connectee, montant: string, sens = 'mettre', le = '01/11/2026') =>
    qui.aller(`${page}/proposer`, {
      sens,
      montant,
      le,
      objet: `Un banc de montage, ${montant}`,
    })
  const celleDe = async (montant: string) =>
    (
      await base.maintenance((tx) =>
        sql<{
          id: string
        }>`select id from cae.reserve where objet = ${`Un banc de montage, ${montant}`}`.execute(tx),
      )
    ).rows[0]?.id ?? ''
  const repondre = (qui: Connectee, ligne: string, oui: 'oui' | 'non') =>
    qui.aller(`${page}/repondre`, { ligne, oui })
  const agir = (qui: Connectee, portee: readonly never[] | '*', requete: ReturnType<typeof sql>) =>
    codeSql(() => base.enTantQue(organisme, { personne: qui.personne, portee }, (tx) => requete.execute(tx)))

  it('ne compte que ce que l’enseigne accorde ; l’équipe d’appui propose, ni l’une ni l’autre pour l’autre', async () => {
    for (const qui of [salome, dehors]) expect((await qui.aller(page)).statut).toBe(404)
    expect((await proposer(tristan, '3 000')).statut).toBe(403)
    expect((await proposer(yann, '0')).statut).toBe(422)
    expect((await proposer(yann, '3 000')).statut).toBe(303)
    const mise = await celleDe('3 000')
    // Elle vient dans la journée de l’enseigne, et de personne d’autre.
    const journee = async (qui: Connectee, roles: readonly string[], portee: readonly never[] | '*') =>
      (
        await base.enTantQue(
          organisme,
          { personne: qui.personne, portee },
          async (tx) =>
            (await contributionsCae.aFaire?.(tx, {
              visiteur: unVisiteur({ cae: true, personneId: qui.personne, roles }),
              maintenant: new Date('2026-11-24T10:40:00Z'),
            })) ?? [],
        )
      )
        .map((x) => x.chose)
        .filter((x) => x.includes('réserve'))
    expect(await journee(tristan, ['formateur'], [ourlet] as never)).toEqual([
      'à la réserve proposée, Un banc de montage, 3 000',
    ])
    expect(await journee(salome, ['formateur'], [navette] as never)).toEqual([])
    expect(await journee(yann, ['equipe-appui'], '*')).toEqual([])
    expect((await tristan.aller(page)).texte).toContain('Accorder')
    expect((await tristan.aller(page)).texte).toContain('0,00 € de côté')
    // La coopérative ne l’accorde pas à la place de l’enseigne, une enseigne tierce non plus, ni par la page ni en SQL.
    const pourElle = await repondre(yann, mise, 'oui')
    expect(pourElle.statut).toBe(409)
    expect(pourElle.texte).toContain('L’enseigne l’accorde elle-même')
    expect((await repondre(salome, mise, 'oui')).statut).toBe(404)
    const accorder = (par: string) =>
      sql`update cae.reserve set accorde_le = now(), accorde_par = ${par}::uuid where id = ${mise}::uuid`
    expect(await agir(yann, '*', accorder(yann.personne))).toBe('42501')
    expect(await agir(salome, [navette] as never, accorder(salome.personne))).toBeUndefined()
    expect(await agir(tristan, [ourlet] as never, accorder(yann.personne))).toBe('42501')
    // De l’enseigne, sans un rôle qui y tient les missions : ni accorder, ni refuser.
    const refuser = sql`update cae.reserve set retire_le = now(), retire_par = ${chargee.personne}::uuid where id = ${mise}::uuid`
    for (const geste of [accorder(chargee.personne), refuser])
      expect(await agir(chargee, [ourlet] as never, geste)).toBe('42501')
    expect((await tristan.aller(page)).texte).toContain('0,00 € de côté')
    expect((await repondre(tristan, mise, 'oui')).statut).toBe(303)
    expect((await tristan.aller(page)).texte).toContain('3 000,00 € de côté')
    // Accordée, elle ne bouge plus.
    expect((await repondre(yann, mise, 'non')).statut).toBe(409)
    expect(
      await agir(yann, '*', sql`update cae.reserve set montant_centimes = 1 where id = ${mise}::uuid`),
    ).toBe('42501')
  })

  it('une reprise ne dépasse pas ce qui y est, deux accords au même instant compris', async () => {
    expect((await proposer(yann, '2 000', 'reprendre')).statut).toBe(303)
    const une = await celleDe('2 000')
    expect((await proposer(yann, '2 000,00', 'reprendre')).statut).toBe(303)
    const deux = await celleDe('2 000,00')
    const dits = await Promise.all([une, deux].map((l) => repondre(tristan, l, 'oui')))
    expect(dits.map((d) => d.statut).toSorted()).toEqual([303, 409])
    expect(dits.find((d) => d.statut === 409)?.texte).toContain('une reprise ne dépasse pas')
    expect((await tristan.aller(page)).texte).toContain('1 000,00 € de côté')
    const reste = dits[0]?.statut === 409 ? une : deux
    expect((await repondre(tristan, reste, 'non')).statut).toBe(303)
    expect(m.pannes).toEqual([])
  })

  it('ce qui est mis de côté pour plus tard ne se reprend pas avant : la réserve n’est négative aucun jour', async () => {
    expect((await proposer(yann, '4 000', 'mettre', '01/11/2028')).statut).toBe(303)
    expect((await repondre(tristan, await celleDe('4 000'), 'oui')).statut).toBe(303)
    expect((await tristan.aller(page)).texte).toContain('1 000,00 € de côté')
    expect((await proposer(yann, '1 500', 'reprendre')).statut).toBe(303)
    const trop = await repondre(tristan, await celleDe('1 500'), 'oui')
    expect(trop.statut).toBe(409)
    expect(trop.texte).toContain('ni ce jour-là, ni ensuite')
    // Reprendre tout à la fin, puis un peu avant : la fin passerait sous zéro.
    expect((await proposer(yann, '5 000', 'reprendre', '02/11/2028')).statut).toBe(303)
    expect((await repondre(tristan, await celleDe('5 000'), 'oui')).statut).toBe(303)
    expect((await proposer(yann, '500', 'reprendre')).statut).toBe(303)
    expect((await repondre(tristan, await celleDe('500'), 'oui')).statut).toBe(409)
    expect((await tristan.aller(page)).texte).toContain('1 000,00 € de côté')
  })

  it('s’accorde, se refuse et se retire à l’heure de la base, comme en production', async () => {
    await base.maintenance((tx) =>
      sql`update plateforme.horloge_libre set depuis = now() - interval '2 days'`.execute(tx),
    )
    try {
      for (const montant of ['10', '20', '30'])
        expect((await proposer(yann, montant)).statut, montant).toBe(303)
      expect((await repondre(tristan, await celleDe('10'), 'oui')).statut).toBe(303)
      expect((await repondre(tristan, await celleDe('20'), 'non')).statut).toBe(303)
      expect((await repondre(yann, await celleDe('30'), 'non')).statut).toBe(303)
      expect((await tristan.aller(page)).texte).toContain('1 010,00 € de côté')
    } finally {
      await base.maintenance((tx) => sql`update plateforme.horloge_libre set depuis = now()`.execute(tx))
    }
    expect(m.pannes).toEqual([])
  })
})
