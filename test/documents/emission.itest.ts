// Long parce que tous ces essais partagent une scène : un organisme complet, une session, un dossier et ses inscrits.
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { contributionsDuFil } from '#app/contributions.ts'
import { champsDe } from '#app/demo/rejouer.ts'
import { modules } from '#app/modules.ts'
import { applicationModule } from '#app/pages/application.ts'
import { pagesComposees } from '#app/pages/module.ts'
import { prisesDesDocuments } from '#app/prises.ts'
import type { DateCivile } from '#kernel/dates.ts'
import { moduleDocuments } from '#modules/documents/module.ts'
import { lireCasesNues } from '#modules/emargement/db/lectures.ts'
import { cloreLaFeuille, regulariser } from '#modules/emargement/gestes/composer.ts'
import { acces } from '#modules/emargement/test/session-d-essai.ts'
import { remisesSansAccuse } from '#modules/etapes/db/tournee.queries.ts'
import { listerInscrits } from '#modules/inscriptions/db/inscriptions.queries.ts'
import { inscrire } from '#modules/inscriptions/gestes/inscrire.ts'
import { ouvrirDossier } from '#modules/inscriptions/gestes/ouvrir-dossier.ts'
import { dossierSaisi, particulierSaisi } from '#modules/inscriptions/test/dossiers.ts'
import { declarerAbsence } from '#modules/sessions/gestes/declarer-conge.ts'
import { lireSession } from '#modules/sessions/index.ts'
import { poserIntervenant, poserSession } from '#modules/sessions/test/poser.ts'
import { lireTiers } from '#modules/tiers/index.ts'
import { newId } from '#platform/db/index.ts'
import type { JobPayload } from '#platform/jobs/jobs.ts'
import { envoyerCourrielJob } from '#platform/mail/outbox.ts'
import { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'
import { sansInsecables } from '../monde/naviguer.ts'
import { pdfDEssai } from '../pdf-d-essai.ts'
import { defaut, etablir, instant, multi, phraseDe, reglement, type Scene, scan, scene } from './scene.ts'
import { lireTexte, moteur, serre } from './texte.ts'

const base = await baseNeuve()
const pdf = moteur()
afterAll(() => pdf.close())
const preparer = scene(base, pdf)
const textePdf = async (r: Response) => lireTexte(new Uint8Array(await r.arrayBuffer()))

describe('La marque Qualiopi', () => {
  it('ne sort sur aucune pièce d’une action : refusée avec sa règle, sans trou de numéro ; ôtée, la pièce s’émet', async () => {
    const s = await preparer()
    await etablir(s)
    const ecrire = (suivi: string) =>
      base.maintenance((tx) =>
        sql`update catalogue.version set contenu = contenu || ${JSON.stringify({ suivi })}::jsonb where organisme_id = ${s.organisme} and numero = 7`.execute(
          tx,
        ),
      )
    await ecrire('Signature à chaque demi-journée. Organisme certifié Qualiopi.')
    for (const geste of ['emettre-devis', 'emettre-convention']) {
      const r = await s.envoyer(s.url, { ...defaut, geste })
      expect(r.status, geste).toBe(409)
      expect(await phraseDe(r)).toContain('règlement d’usage de la marque Qualiopi')
    }
    expect((await s.pieces()).map((p) => p.genre)).toEqual(['reglement-interieur'])
    await ecrire('Signature à chaque demi-journée.')
    expect((await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })).status).toBe(303)
    expect((await s.pieces()).find((p) => p.genre === 'convention')?.numero).toMatch(/-0001$/)
  })
})

describe('Une convention, d’un dossier à sa signature', () => {
  it('attend le règlement intérieur, se regarde, s’émet, se remplace ; signée, elle ne se change que par avenant', async () => {
    const s = await preparer()
    const sans = await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })
    const refuse = await sans.text()
    expect([sans.status, /Rien n’a été émis[\s\S]{0,400}/.exec(refuse)?.[0]]).toEqual([
      409,
      expect.stringContaining('L6352-3'),
    ])
    // Le refus mène où l’établir, et cette page ramène ici.
    const lien = /<a href="([^"]+)"[^>]*>Établir le règlement intérieur/
      .exec(refuse)?.[1]
      ?.replaceAll('&amp;', '&')
    expect(decodeURIComponent(lien ?? '')).toBe(`/documents/reglement-interieur?suite=${s.url}`)
    await etablir(s)

    const epreuve = await s.envoyer(s.url, { ...defaut, geste: 'epreuve-convention' })
    expect(epreuve.headers.get('content-type')).toBe('application/pdf')
    const vue = await textePdf(epreuve)
    for (const mot of [
      'Clinique des Tilleuls',
      'Agathe Pons',
      'Yann Kerbrat',
      'Rosa Marchal',
      '2 400,00 €',
      'Aperçu, sans valeur',
      'Hélène Roussillon',
      '7 h sur 2 jours',
    ])
      expect(vue, mot).toContain(serre(mot))
    expect((await s.pieces()).map((p) => p.genre)).toEqual(['reglement-interieur'])

    expect((await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })).status).toBe(303)
    expect((await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })).status).toBe(303)
    const emises = await s.pieces()
    expect(emises.map((p) => p.genre)).toEqual([
      'convention',
      'convention',
      'programme',
      'reglement-interieur',
    ])
    const [premiere, seconde] = emises
    expect(seconde?.remplace).toBe(premiere?.id)

    const piece = seconde?.id ?? ''
    expect((await s.envoyer(`/documents/${piece}/scans`, scan('10/11/2026'))).status).toBe(303)
    const dossier = await s.dans(
      async (tx) =>
        (
          await sql<{
            moyen: string
            piece: string
          }>`select signature_moyen as moyen, signature_piece_id as piece from inscriptions.dossier`.execute(
            tx,
          )
        ).rows,
    )
    expect(dossier).toEqual([{ moyen: 'scan', piece }])

    const muet = await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })
    expect([muet.status, await phraseDe(muet)]).toEqual([409, expect.stringContaining('dites ce que change')])
    expect(
      (
        await s.envoyer(s.url, {
          ...defaut,
          objetAvenant: 'le lieu devient Grenoble.',
          geste: 'emettre-convention',
        })
      ).status,
    ).toBe(303)
    const avenant = (await s.pieces()).find((p) => p.genre === 'avenant')
    expect(avenant).toMatchObject({ genre: 'avenant', complete: piece, remplace: null })
    const texte = await textePdf(await s.app.request(`/documents/${avenant?.id}/piece.pdf`))
    expect(texte).toContain(serre('Avenant, convention de formation professionnelle'))
    expect(texte).toContain(serre(`complète la convention ${seconde?.numero}. le lieu devient Grenoble.`))

    // Que personne ne l’ait signé n’en fait pas une convention de plus : il se refait en avenant de la même pièce.
    const refait = await s.envoyer(s.url, {
      ...defaut,
      objetAvenant: 'le lieu devient Chambéry.',
      geste: 'emettre-convention',
    })
    expect(refait.status).toBe(303)
    const apres = await s.pieces()
    expect(apres.filter((p) => p.genre === 'convention')).toHaveLength(2)
    expect(apres.find((p) => p.remplace === avenant?.id)).toMatchObject({ genre: 'avenant', complete: piece })
  })

  it('sans adresse du client, l’émission est refusée par son article, et ne laisse rien', async () => {
    const s = await preparer(dossierSaisi(), { adresse: false })
    await etablir(s)
    const r = await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })
    expect([r.status, await phraseDe(r)]).toEqual([
      409,
      expect.stringMatching(/adresse du client[\s\S]*L6353-1/),
    ])
    expect((await s.pieces()).filter((p) => p.genre === 'convention')).toEqual([])
  })

  it('deux clics n’en font pas deux qui vaillent', async () => {
    const s = await preparer()
    await etablir(s)
    await Promise.all([1, 2].map(() => s.envoyer(s.url, { ...defaut, geste: 'emettre-devis' })))
    const devis = (await s.pieces()).filter((p) => p.genre === 'devis')
    expect(devis.filter((p) => !devis.some((x) => x.remplace === p.id))).toHaveLength(1)
  })
})

describe('Deux gestes au même instant', () => {
  it('deux clics établissent un seul règlement ; changé, un autre le remplace', async () => {
    const s = await preparer()
    await Promise.all([1, 2].map(() => etablir(s)))
    await etablir(s)
    const lus = async () => (await s.pieces()).filter((p) => p.genre === 'reglement-interieur')
    expect(await lus()).toHaveLength(1)
    // Établi n’est pas signé : la page le dit, et y mène.
    const [un] = await lus()
    const dite = async () => (await s.app.request('/documents/reglement-interieur')).text()
    expect(await dite()).toMatch(
      /RI-\d{4}-0001 est établi, et reste à signer\.[\s\S]*?Le lire et le signer<\/a>/,
    )
    // Venu des premiers pas, on y revient.
    const pas = `/documents/${un?.id}?suite=%2Fpremiers-pas`
    expect(await (await s.app.request(pas)).text()).toContain('/signature?suite=%2Fpremiers-pas')
    const signe = await s.envoyer(pas.replace('?', '/signature?'), {})
    expect([signe.status, signe.headers.get('location')]).toEqual([303, '/premiers-pas'])
    expect(await dite()).toMatch(/RI-\d{4}-0001 vaut aujourd’hui\.[\s\S]*?Le lire<\/a>/)
    await s.envoyer('/documents/reglement-interieur', {
      ...reglement,
      vie: 'Chacun arrive à l’heure, et le dit quand il ne le peut pas.',
      geste: 'emettre',
    })
    const deux = await lus()
    expect(deux).toHaveLength(2)
    expect(deux.filter((p) => !deux.some((x) => x.remplace === p.id))).toHaveLength(1)
  })

  it('le client signe pendant que l’on émet : la pièce qu’il a signée n’est jamais remplacée', async () => {
    const s = await preparer()
    await etablir(s)
    expect((await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })).status).toBe(303)
    const premiere = (await s.pieces()).find((p) => p.genre === 'convention')
    const emission = s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })
    const signatures = Promise.all(
      [1, 2, 3].map(() => s.envoyer(`/documents/${premiere?.id}/scans`, scan('10/11/2026'))),
    )
    const statuts = [(await emission).status, ...(await signatures).map((r) => r.status)]
    for (const statut of statuts) expect([303, 409]).toContain(statut)
    const signees = await s.dans(
      async (tx) =>
        (
          await sql<{
            remplacee: boolean
          }>`select exists (select from documents.piece r where r.remplace_id = s.piece_id) as remplacee
            from documents.signature s`.execute(tx)
        ).rows,
    )
    expect(signees.filter((x) => x.remplacee)).toEqual([])
  })

  it('avec une commune ou une association, ne porte pas de clause de compétence', async () => {
    const s = await preparer()
    await etablir(s)
    const tribunal = async () => {
      expect((await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })).status).toBe(303)
      const id = (await s.pieces()).findLast((p) => p.genre === 'convention')?.id
      return textePdf(await s.app.request(`/documents/${id}/piece.pdf`))
    }
    expect(await tribunal()).toContain(serre('le tribunal du ressort de Grenoble est compétent'))
    await base.maintenance((tx) =>
      sql`update tiers.entreprise set siren = '213502388', siret = null where organisme_id = ${s.organisme}`.execute(
        tx,
      ),
    )
    const publique = await tribunal()
    expect(publique).toContain(serre('le tribunal compétent est celui que désigne la loi'))
    expect(publique).toContain(serre('des intérêts moratoires, au taux de la Banque centrale européenne'))
    const renommer = (nom: string) =>
      base.maintenance((tx) =>
        sql`update tiers.entreprise set siren = null, nom = ${nom} where organisme_id = ${s.organisme}`.execute(
          tx,
        ),
      )
    // Une association n’est pas commerçante (CPC, art. 48).
    await renommer('Association des Amis du Port')
    const association = await tribunal()
    expect(association).toContain(serre('le tribunal compétent est celui que désigne la loi'))
    expect(association).toContain(serre('pénalités au triple du taux d’intérêt légal'))
  })

  it('dans une CAE, un papier ne passe pas outre le visa', async () => {
    const s = await preparer()
    await etablir(s)
    expect((await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })).status).toBe(303)
    const piece = (await s.pieces()).find((p) => p.genre === 'convention')
    await base.maintenance((tx) =>
      sql`update organisme.organisme set cae = true where organisme_id = ${s.organisme}`.execute(tx),
    )
    const constater = () =>
      s.envoyer(`/sessions/${s.session}/dossiers/${s.dossier}`, { quoi: 'signature', jour: '10/11/2026' })
    const sans = await constater()
    expect([sans.status, await sans.text()]).toEqual([409, expect.stringContaining('attendez le visa')])
    await base.maintenance((tx) =>
      sql`insert into cae.visa (organisme_id, activite_id, piece_id, decision, decide_le)
        select organisme_id, activite_id, id, 'accorde', now() from documents.piece where id = ${piece?.id}`.execute(
        tx,
      ),
    )
    expect((await constater()).status).toBe(303)
  })
})

/** Fait partir ce qui attend d’être envoyé à signer, ou à accuser. */
const jouer = async (s: Scene) => {
  const admin = await base.client('admin')
  const { rows } = await admin.query<{ id: string; payload: JobPayload }>(
    `select j.id, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'documents.envoyer-demande' and j.payload ->> 'organisme' = $1 order by j.id`,
    [s.organisme],
  )
  for (const { payload } of rows)
    await moduleDocuments(prisesDesDocuments).jobs?.['documents.envoyer-demande']?.(payload, s.services)
}

describe('Un contrat', () => {
  const clauses = { ...defaut, cessation: 'Les heures suivies sont dues.' }
  const emettreContrat = async (s: Scene, [premier, second]: readonly [string, string]) => {
    await base.maintenance(async (tx) => {
      for (const [jour, montant] of [
        [premier, 30_000],
        [second, 70_000],
      ] as const)
        await sql`insert into inscriptions.echeance (organisme_id, id, activite_id, dossier_id, jour, montant_centimes)
          select organisme_id, ${newId()}::uuid, activite_id, id, ${jour}::date, ${montant} from inscriptions.dossier where organisme_id = ${s.organisme}`.execute(
          tx,
        )
    })
    const r = await s.envoyer(s.url, {
      ...clauses,
      mediateurNom: 'Médiation des Alpes',
      mediateurAdresse: '1 quai Jongkind, Grenoble',
      mediateurSite: 'mediation.example',
      geste: 'emettre-contrat',
    })
    if (r.status !== 303) throw new Error(await phraseDe(r))
    return (await s.pieces()).find((p) => p.genre === 'contrat')
  }
  it('veut son médiateur et son échéancier, porte son délai et son formulaire', async () => {
    const s = await preparer(particulierSaisi({ circonstance: 'distance' }))
    await etablir(s)
    const sans = await s.envoyer(s.url, { ...clauses, geste: 'emettre-contrat' })
    expect([sans.status, await phraseDe(sans)]).toEqual([409, expect.stringMatching(/L6353-4|L221-5/)])
    const autre = await s.envoyer(s.url, { ...clauses, geste: 'emettre-convention' })
    expect(autre.status).toBe(422)
    const contrat = await emettreContrat(s, ['2026-12-07', '2026-12-14'])
    const texte = await textePdf(await s.app.request(`/documents/${contrat?.id}/piece.pdf`))
    for (const mot of [
      'quatorze jours',
      'Formulaire de rétractation',
      'Médiation des Alpes',
      'Ousmane Sarr',
      '300,00 € 30 %',
    ])
      expect(texte, mot).toContain(serre(mot))
  })
  it('qui laisse commencer l’action dans son délai offre la demande expresse en signant : cochée, elle se garde ; sinon, non', async () => {
    const ouvrirLien = async () => {
      const s = await preparer(particulierSaisi({ circonstance: 'distance' }))
      await etablir(s)
      const contrat = await emettreContrat(s, ['2026-12-15', '2026-12-31'])
      await s.envoyer(`/documents/${contrat?.id}/demandes`, {
        nom: 'Ousmane Sarr',
        qualite: 'stagiaire',
        courriel: 'ousmane@exemple.example',
      })
      await jouer(s)
      const jeton = /\/piece\/([A-Za-z0-9_-]{43})/.exec(s.services.courrier.at(-1)?.texte ?? '')?.[1] ?? ''
      return { s, jeton, app: s.appA('2026-11-30T09:00:00Z') }
    }
    const signer = async ({ s, jeton, app }: Awaited<ReturnType<typeof ouvrirLien>>, coche = {}) => {
      const geste = async (nom: string, champs = {}) => {
        const qui = { nom: 'Ousmane Sarr', qualite: 'stagiaire', consentement: 'on', ...coche, ...champs }
        const r = await s.envoyer(`/piece/${jeton}`, { ...qui, geste: nom }, app)
        return [r.status, await r.text()] as const
      }
      const [parti, page] = await geste('code')
      expect([parti, /name="anticipe"[^>]*checked/.test(page)]).toEqual([200, 'anticipe' in coche])
      const admin = await base.client('admin')
      const { rows } = await admin.query<{ id: string }>(
        "select id from plateforme.courriel where etat = 'en-attente' and organisme_id = $1 order by depose_le",
        [s.organisme],
      )
      for (const { id } of rows)
        await envoyerCourrielJob({ courriel: id }, { ...s.services, db: base.worker })
      const code = /^(\d{6})$/m.exec(s.services.courrier.at(-1)?.texte ?? '')?.[1] ?? ''
      expect((await geste('signer', { code }))[1]).toContain('Pièce signée')
      return s.dans(
        async (tx) =>
          (
            await sql<{ consentement: string; anticipe: Date | null }>`
              select s.consentement, d.debut_anticipe_le as anticipe from documents.signature s, inscriptions.dossier d
              where d.signature_piece_id = s.piece_id and s.role = 'client'`.execute(tx)
          ).rows[0],
      )
    }
    const un = await ouvrirLien()
    // Signé dès l’émission, le délai finirait avant le premier jour : rien ne s’offre.
    const tot = await (await un.s.app.request(`/piece/${un.jeton}`)).text()
    expect([tot.includes('Je consens'), tot.includes('name="anticipe"')]).toEqual([true, false])
    const offre = (await (await un.app.request(`/piece/${un.jeton}`)).text()).replaceAll('\u00a0', ' ')
    expect(offre).toMatch(/Je demande expressément que l’action commence.*L221-25 et L221-28/)
    const coche = await signer(un, { anticipe: 'on' })
    expect(coche?.anticipe).toEqual(new Date('2026-11-30T09:00:00Z'))
    expect(coche?.consentement).toMatch(/^J’ai lu .*1367\). Je demande expressément.*lundi.14.décembre.2026/)
    const sans = await signer(await ouvrirLien())
    expect(sans?.anticipe).toBeNull()
    expect(sans?.consentement).not.toContain('Je demande')
  })
})

describe('Dans une coopérative assujettie', () => {
  const assujettir = (s: Scene) =>
    base.maintenance((tx) =>
      sql`update organisme.organisme set regime_tva = 'assujetti' where organisme_id = ${s.organisme}`.execute(
        tx,
      ),
    )
  const reglee = (s: Scene) =>
    s.envoyer('/cooperative/conditions', {
      version: '0',
      delaiReglementJours: '45',
      moyen: 'virement ou carte',
      loinJours: '20',
      loinTaux: '0',
      procheJours: '7',
      procheTaux: '25',
      finTaux: '60',
      conservationAnnees: '8',
      reponseReclamationJours: '15',
      cessation: 'Les heures suivies sont dues, et rien de plus.',
      mediateurNom: 'Médiation des Alpes',
      mediateurAdresse: '1 quai Jongkind, Grenoble',
      mediateurSite: 'mediation.example',
      referentNom: 'Dalila Amrani',
      referentTelephone: '04 00 00 00 09',
    })
  it('le contrat dit le prix taxe comprise, ses échéances font ce prix, et ses conditions sont celles de la coopérative', async () => {
    const s = await preparer(particulierSaisi())
    await assujettir(s)
    await etablir(s)
    expect((await reglee(s)).status).toBe(303)
    const url = `/sessions/${s.session}/dossiers/${s.dossier}/echeancier`
    const page = await (await s.app.request(url)).text()
    expect(page).toMatch(/1.200,00[^<]*€, TVA comprise/)
    const echeances = (premier: string, second: string) =>
      s.envoyer(url, {
        version: /name="version" value="(\d+)"/.exec(page)?.[1] ?? '',
        'echeances[0].jour': '23/11/2026',
        'echeances[0].montant': premier,
        'echeances[1].jour': '14/12/2026',
        'echeances[1].montant': second,
      })
    expect((await echeances('300', '700')).status).toBe(409)
    expect((await echeances('360', '840')).status).toBe(303)
    const r = await s.envoyer(s.url, { ...defaut, geste: 'emettre-contrat' })
    if (r.status !== 303) throw new Error(await phraseDe(r))
    const contrat = (await s.pieces()).find((p) => p.genre === 'contrat')
    const texte = await textePdf(await s.app.request(`/documents/${contrat?.id}/piece.pdf`))
    for (const mot of [
      'Total hors taxes 1 000,00 €',
      'TVA 200,00 €',
      'Prix de l’action, toutes taxes comprises 1 200,00 €',
      '360,00 € 30 %',
      '840,00 € 70 %',
      'par virement ou carte',
      'gardés 8 ans',
      // Le règlement intérieur joint dit dix jours, et son adresse : le contrat ne peut pas dire autre chose.
      'qualite@langue-et-lien.example ; l’organisme répond sous 10 jours',
      'Médiation des Alpes, 1 quai Jongkind, Grenoble, mediation.example',
      'Les heures suivies sont dues, et rien de plus.',
      // L’offre nomme sa propre référente : elle l’emporte sur celle de la coopérative.
      'Camille Ferrand répond au 04 65 71 20 33',
    ])
      expect(texte, mot).toContain(serre(mot))
  })
  it('la convention répartit hors taxes, et dit la taxe ; dédit et délai sont ceux que la coopérative a réglés', async () => {
    const s = await preparer()
    await assujettir(s)
    await etablir(s)
    await reglee(s)
    const r = await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })
    if (r.status !== 303) throw new Error(await phraseDe(r))
    const piece = (await s.pieces()).find((p) => p.genre === 'convention')
    const texte = await textePdf(await s.app.request(`/documents/${piece?.id}/piece.pdf`))
    for (const mot of [
      'toutes taxes comprises 2 880,00 €',
      'sous 45 jours',
      '20 jours ouvrés ou plus avant le début : rien',
      'entre 7 et 20 jours ouvrés : 25 %',
      'moins de 7 jours ouvrés : 60 %',
    ])
      expect(texte, mot).toContain(serre(mot))
    const gestes = await base.maintenance(
      async (tx) =>
        (
          await sql<{ phrase: string }>`select phrase from journal.geste
            where organisme_id = ${s.organisme} and geste = 'regler-conditions'`.execute(tx)
        ).rows,
    )
    expect(gestes.map((g) => g.phrase)).toEqual([expect.stringContaining('dédit, conservation')])
  })
  it('les conditions : une saisie fausse revient entière, une page périmée se refuse, un rejeu n’écrit rien', async () => {
    const s = await preparer()
    const faux = await s.envoyer('/cooperative/conditions', {
      version: '0',
      delaiReglementJours: '90',
      moyen: 'chèque',
    })
    const rendu = await faux.text()
    expect([faux.status, rendu.includes('Soixante jours au plus'), rendu.includes('value="chèque"')]).toEqual(
      [422, true, true],
    )
    expect((await reglee(s)).status).toBe(303)
    expect((await reglee(s)).status).toBe(303)
    const autre = {
      version: '0',
      delaiReglementJours: '10',
      moyen: 'chèque',
      loinJours: '20',
      loinTaux: '0',
      procheJours: '7',
      procheTaux: '25',
      finTaux: '60',
      conservationAnnees: '8',
      reponseReclamationJours: '15',
      cessation: 'Les heures suivies sont dues.',
    }
    const perime = await s.envoyer('/cooperative/conditions', autre)
    expect([perime.status, (await perime.text()).includes('relisez-les')]).toEqual([409, true])
    expect(
      (await s.envoyer('/cooperative/conditions', { ...autre, version: '1', mediateurNom: 'M' })).status,
    ).toBe(409)
    expect((await s.envoyer('/cooperative/conditions', { ...autre, version: '1' })).status).toBe(303)
  })
})

describe('Ce qui se remet à la session', () => {
  it('informations, programme et règlement partent par lien ; l’accusé remonte au dossier ; rejoué, rien ne repart', async () => {
    const s = await preparer()
    await etablir(s)
    const url = `/sessions/${s.session}/pieces`
    // Le bouton du dossier dit combien partent, et autant partent ; ensuite il n’a plus rien à offrir.
    const fiche = s.url.replace(/\/pieces$/, '')
    const bouton = async () =>
      /Remettre par courriel à [^<]*/.exec(sansInsecables(await (await s.app.request(fiche)).text()))?.[0]
    expect(await bouton()).toBe('Remettre par courriel à 1 personne')
    expect((await s.envoyer(fiche, { quoi: 'accuser' })).status).toBe(303)
    expect(await bouton()).toBeUndefined()
    expect((await s.envoyer(url, { geste: 'remettre' })).status).toBe(303)
    await Promise.all([1, 2].map(() => s.envoyer(url, { geste: 'remettre' })))
    await jouer(s)
    expect(s.services.courrier).toHaveLength(1)
    const jeton = /\/piece\/([A-Za-z0-9_-]{43})/.exec(s.services.courrier[0]?.texte ?? '')?.[1] ?? ''
    const page = await (await s.app.request(`/piece/${jeton}`)).text()
    for (const mot of ['À lire avant votre inscription', 'Programme de formation', 'Règlement intérieur'])
      expect(page).toContain(mot)
    for (const rang of [0, 1, 2])
      expect((await s.app.request(`/piece/${jeton}/${rang}.pdf`)).status).toBe(200)
    expect((await s.app.request(`/piece/${jeton}/3.pdf`)).status).toBe(404)
    expect((await s.envoyer(`/piece/${jeton}`, { geste: 'accuser' })).status).toBe(422)
    expect((await s.envoyer(`/piece/${jeton}`, { consentement: 'on', geste: 'accuser' })).status).toBe(200)
    const remises = await s.dans(
      async (tx) =>
        (
          await sql<{
            genre: string
            accuse: boolean
          }>`select genre, accuse_le is not null as accuse from inscriptions.remise order by genre`.execute(
            tx,
          )
        ).rows,
    )
    expect(remises).toEqual([
      { genre: 'information-l6353-8', accuse: true },
      { genre: 'reglement-interieur', accuse: true },
    ])
    const apres = await (await s.app.request(url)).text()
    expect(apres).toContain('sans courriel')
    expect(apres).toContain('remis, accusé reçu')
  })

  it('chaque client a la sienne, qui nomme l’entité commanditaire ; qui a déjà reçu garde la pièce reçue', async () => {
    const s = await preparer()
    await etablir(s)
    const url = `/sessions/${s.session}/pieces`
    const le = new Date(instant)
    const informations = () =>
      base.maintenance(
        async (tx) =>
          (
            await sql<{ objet: string; chez: string | null; contact: string | null }>`
              select objet_id as objet, donnees::jsonb #>> '{commanditaire,nom}' as chez, donnees::jsonb #>> '{commanditaire,contact}' as contact
              from documents.piece where organisme_id = ${s.organisme} and genre = 'information-stagiaire' order by numero`.execute(
              tx,
            )
          ).rows,
      )
    expect((await s.envoyer(url, { geste: 'remettre' })).status).toBe(303)
    const tilleuls = { objet: s.dossier, chez: 'Clinique des Tilleuls', contact: 'Rosa Marchal' }
    expect(await informations()).toEqual([tilleuls])
    const autre = await s.dans(async (tx) => {
      const d = await ouvrirDossier(
        tx,
        s.session,
        newId(),
        dossierSaisi({ structure: { nom: 'Ateliers Belledonne' } }),
        le,
      )
      if (!d.ok) throw new Error('dossier refusé')
      const zoe = { prenom: 'Zoé', nom: 'Zidane', courriel: 'zoe@exemple.example' }
      await inscrire(tx, s.session, newId(), [zoe], le, { dossier: d.value.id })
      return d.value.id
    })
    expect((await s.envoyer(url, { geste: 'remettre' })).status).toBe(303)
    const deux = [tilleuls, { objet: autre, chez: 'Ateliers Belledonne', contact: 'Rosa Marchal' }]
    expect(await informations()).toEqual(deux)
    // Remise hors dossier, puis rattachée : la pièce de la session, déjà reçue, lui reste.
    const seule = { prenom: 'Ana', nom: 'Seule', courriel: 'ana@exemple.example' }
    await s.dans((tx) => inscrire(tx, s.session, newId(), [seule], le))
    expect((await s.envoyer(url, { geste: 'remettre' })).status).toBe(303)
    const trois = [...deux, { objet: s.session, chez: null, contact: null }]
    expect(await informations()).toEqual(trois)
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set dossier_id = ${autre} where organisme_id = ${s.organisme} and dossier_id is null`.execute(
        tx,
      ),
    )
    const envois = s.services.courrier.length
    expect((await s.envoyer(url, { geste: 'remettre' })).status).toBe(303)
    expect(await informations()).toEqual(trois)
    expect(s.services.courrier).toHaveLength(envois)
  })

  it('convoquer d’un geste, deux fois : une convocation chacun', async () => {
    const s = await preparer()
    await etablir(s)
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set etat = 'inscrit' where organisme_id = ${s.organisme}`.execute(
        tx,
      ),
    )
    const url = `/sessions/${s.session}/pieces`
    await Promise.all([1, 2].map(() => s.envoyer(url, { geste: 'convoquer' })))
    const convocations = (await s.pieces()).filter((p) => p.genre === 'convocation')
    expect(convocations).toHaveLength(2)
    const texte = await textePdf(await s.app.request(`/documents/${convocations[0]?.id}/piece.pdf`))
    expect(texte).toContain(serre('lundi 7 décembre 2026 à 9 h'))
  })

  it('on ne convoque pas à une heure passée, et la page dit d’avance qui l’envoi inscrit pour de bon', async () => {
    const s = await preparer()
    await etablir(s)
    const url = `/sessions/${s.session}/pieces`
    await s.envoyer(url, { geste: 'remettre' })
    const page = async () => (await (await s.app.request(url)).text()).replace(/[\u00a0\u202f]/g, ' ')
    expect(await page()).toMatch(/Convoquer rend définitive une inscription\s.\sAgathe Pons/)
    // 9 h 01 à la salle : la session a commencé, et « nous vous attendons à 9 h » serait faux.
    s.services.clock.now = () => new Date('2026-12-07T08:01:00Z')
    expect(await page()).toContain('L’action a commencé le lundi 7 décembre 2026 à 9 h')
    const tard = await s.envoyer(url, { geste: 'convoquer' })
    expect([tard.status, (await s.pieces()).filter((p) => p.genre === 'convocation')]).toEqual([409, []])
    s.services.clock.now = () => new Date('2026-12-07T07:30:00Z')
    expect((await s.envoyer(url, { geste: 'convoquer' })).status).toBe(303)
    expect((await s.pieces()).filter((p) => p.genre === 'convocation')).toHaveLength(1)
  })

  it('un accusé signé sur papier se note après coup : les informations sans scan, une convocation avec le sien', async () => {
    const s = await preparer()
    await etablir(s)
    const url = `/sessions/${s.session}/pieces`
    await s.envoyer(url, { geste: 'remettre' })
    await jouer(s)
    const attendues = () =>
      s.dans(async (tx) => (await remisesSansAccuse(tx, [s.session])).map((d) => d.code))
    const deLaPage = async (genre: string) => {
      const piece = (await s.pieces()).find((p) => p.genre === genre && p.numero)
      const page = await (await s.app.request(`/documents/${piece?.id}`)).text()
      return { page, geste: /action="([^"]+\/accuse)"/.exec(page)?.[1] ?? '' }
    }
    expect(await attendues()).toEqual(['information'])
    const { page, geste } = await deLaPage('information-stagiaire')
    expect(page).toContain('Noter l’accusé papier signé par Agathe Pons')
    for (const [recuLe, dit] of [
      ['09/11/2026', 'pas pu être reçue avant'],
      ['11/11/2026', 'est à venir'],
    ] as const) {
      const r = await s.envoyer(geste, multi({ recuLe }))
      expect([r.status, await r.text()]).toEqual([409, expect.stringContaining(dit)])
    }
    expect((await s.envoyer(geste, multi({ recuLe: '10/11/2026' }))).status).toBe(303)
    expect((await s.envoyer(geste, multi({ recuLe: '10/11/2026' }))).status).toBe(409)
    expect(await attendues()).toEqual([])
    expect((await deLaPage('information-stagiaire')).geste).toBe('')
    expect(
      await s.dans(
        async (tx) =>
          (
            await sql`select distinct accuse_moyen as moyen, accuse_le::date::text as le from inscriptions.remise`.execute(
              tx,
            )
          ).rows,
      ),
    ).toEqual([{ moyen: 'main-propre', le: '2026-11-10' }])

    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set etat = 'inscrit' where organisme_id = ${s.organisme}`.execute(
        tx,
      ),
    )
    await s.envoyer(url, { geste: 'convoquer' })
    expect(await attendues()).toEqual(['convocation'])
    const pieces = (await s.pieces()).filter((p) => p.genre === 'convocation')
    let convoque = ''
    for (const p of pieces)
      convoque ||=
        /action="([^"]+\/accuse)"/.exec(await (await s.app.request(`/documents/${p.id}`)).text())?.[1] ?? ''
    const sans = await s.envoyer(convoque, multi({ recuLe: '10/11/2026' }))
    expect([sans.status, await sans.text()]).toEqual([
      409,
      expect.stringContaining('Joignez le scan de l’accusé'),
    ])
    const scan = new File([pdfDEssai()], 'accuse.pdf', { type: 'application/pdf' })
    expect((await s.envoyer(convoque, multi({ recuLe: '10/11/2026', accuse: scan }))).status).toBe(303)
    expect(await attendues()).toEqual([])
    const apres = await (await s.app.request(convoque.replace(/\/demandes\/.*$/, ''))).text()
    expect(apres).toContain('sur papier, voir le scan')
    expect(apres).not.toContain('Noter l’accusé papier')
  })
})

describe('Une personne confiée par un autre organisme', () => {
  it('sa convocation nomme le donneur d’ordre ; celle d’un client direct n’en nomme aucun', async () => {
    const s = await preparer(
      dossierSaisi({
        acheteur: 'organisme-formation',
        structure: { nom: 'Institut des langues des Alpes' },
        lignes: [{ dispositif: 'autre-of', payeur: '', subrogation: false }],
      }),
    )
    await etablir(s)
    const direct = await s.dans(async (tx) => {
      const le = new Date(instant)
      const d = await ouvrirDossier(tx, s.session, newId(), dossierSaisi(), le)
      if (!d.ok) throw new Error('dossier refusé')
      await inscrire(tx, s.session, newId(), [{ prenom: 'Zoé', nom: 'Zidane' }], le, {
        dossier: d.value.id,
      })
      return (await listerInscrits(tx, s.session)).find((i) => i.nom === 'Zidane')?.id
    })
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set etat = 'inscrit' where organisme_id = ${s.organisme}`.execute(
        tx,
      ),
    )
    expect((await s.envoyer(`/sessions/${s.session}/pieces`, { geste: 'convoquer' })).status).toBe(303)
    const lues = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            objet: string
            donneur: string | null
            joints: string[]
          }>`select objet_id as objet, donnees::jsonb ->> 'donneur' as donneur, donnees::jsonb -> 'joints' as joints
            from documents.piece where organisme_id = ${s.organisme} and genre = 'convocation'`.execute(tx)
        ).rows,
    )
    expect(lues).toHaveLength(3)
    for (const l of lues) expect(l.donneur).toBe(l.objet === direct ? null : 'Institut des langues des Alpes')
    // C’est chez nous que chacune vient : notre règlement part avec sa convocation (L6352-3).
    for (const l of lues)
      expect(l.joints).toEqual(expect.arrayContaining([expect.stringMatching(/^Règlement intérieur/)]))
  })
})

describe('Dans une CAE', () => {
  it('qui anime établit la convention de son client, qui attend le visa ; ailleurs, non', async () => {
    const s = await preparer()
    await etablir(s)
    const formatrice = s.appPour('formateur')
    await base.maintenance((tx) =>
      sql`update sessions.affectation set compte_id = ${s.personne} where organisme_id = ${s.organisme}`.execute(
        tx,
      ),
    )
    const emettre = () => s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' }, formatrice)
    expect((await emettre()).status).toBe(403)
    await base.maintenance((tx) =>
      sql`update organisme.organisme set cae = true where organisme_id = ${s.organisme}`.execute(tx),
    )
    expect(await (await formatrice.request(s.url)).text()).toContain('value="emettre-convention"')
    expect((await emettre()).status).toBe(303)
    const piece = (await s.pieces()).find((p) => p.genre === 'convention')
    expect(piece).toBeDefined()
    // Établie n’engage pas : ni elle ni l’équipe d’appui ne l’envoie signer avant le visa.
    const demande = { nom: 'Odile Garnier', qualite: 'présidente', courriel: 'odile@ateliers.example' }
    const demander = (app: Scene['app']) => s.envoyer(`/documents/${piece?.id}/demandes`, demande, app)
    expect([(await demander(formatrice)).status, (await demander(s.app)).status]).toEqual([403, 409])
  })

  it('la pièce dit l’enseigne, et la coopérative reste partie', async () => {
    const s = await preparer()
    await etablir(s)
    await base.maintenance((tx) =>
      sql`update organisme.activite set commune = false, nom = 'Fil à plomb' where organisme_id = ${s.organisme}`.execute(
        tx,
      ),
    )
    expect((await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })).status).toBe(303)
    const piece = async (genre: string) => {
      const id = (await s.pieces()).find((p) => p.genre === genre)?.id
      return textePdf(await s.app.request(`/documents/${id}/piece.pdf`))
    }
    const convention = await piece('convention')
    for (const mot of [
      'Langue & Lien sous l’enseigne Fil à plomb',
      'SIRET 999 120 470 00011',
      '84 38 99142 38',
    ])
      expect(convention).toContain(serre(mot))
    // Le règlement est à toute la coopérative ; le programme, à l’enseigne.
    expect(await piece('reglement-interieur')).not.toContain(serre('sous l’enseigne'))
    expect(await piece('programme')).toContain(serre('sous l’enseigne Fil à plomb'))
  })
})

describe('Le programme joint', () => {
  const programmes = async (s: Scene) => (await s.pieces()).filter((p) => p.genre === 'programme')
  const remettre = async (s: Scene, session: string = s.session) => {
    const r = await s.envoyer(`/sessions/${session}/pieces`, { geste: 'remettre' })
    if (r.status !== 303) throw new Error(await r.text())
  }
  const lire = async (s: Scene, id: string | undefined) =>
    textePdf(await s.app.request(`/documents/${id}/piece.pdf`))

  it('est celui de sa session : son lieu, son rythme, qui la forme ; la même offre, ailleurs, en a un autre', async () => {
    const s = await preparer()
    await etablir(s)
    await remettre(s)
    const autre = await base.maintenance(async (tx) => {
      const t = await poserSession(tx, {
        organisme: s.organisme,
        activite: s.activite,
        offre: s.offre,
        seances: [['2027-01-18', 540, 720]],
      })
      await sql`update sessions.session set version_id = ${s.version}, lieu = 'La Halle, Vitré' where id = ${t.session}`.execute(
        tx,
      )
      await poserIntervenant(tx, s, t.seances, { prenom: 'Lena', nom: 'Brandt', titres: 'Interprète.' })
      return t.session
    })
    await remettre(s, autre)
    const [premier, second, ...reste] = await programmes(s)
    expect(reste).toEqual([])
    expect(second?.remplace).toBeNull()
    const [ici, ailleurs] = [await lire(s, premier?.id), await lire(s, second?.id)]
    for (const mot of ['Salle Duras, Montreuil', '7 h, 2 jours', 'Tom Okafor (Master'])
      expect(ici, mot).toContain(serre(mot))
    for (const mot of ['La Halle, Vitré', '3 h, 1 jour', 'Lena Brandt (Interprète).'])
      expect(ailleurs, mot).toContain(serre(mot))
    expect(ailleurs).not.toContain(serre('Okafor'))
  })

  it('mêmes faits, même pièce ; les faits changés, un autre le remplace, daté de l’adoption de l’offre', async () => {
    const s = await preparer()
    await etablir(s)
    await base.maintenance((tx) =>
      sql`update catalogue.version set figee_le = '2026-10-26T08:00:00Z' where id = ${s.version}`.execute(tx),
    )
    await remettre(s)
    await remettre(s)
    expect(await programmes(s)).toHaveLength(1)
    await base.maintenance((tx) =>
      sql`insert into emargement.activite_prevue (organisme_id, id, activite_id, session_id, rang, genre, intitule, minutes, prevue_le)
        values (${s.organisme}, ${newId()}, ${s.activite}, ${s.session}, 1, 'situation', 'Tenir la ligne', 60, now())`.execute(
        tx,
      ),
    )
    await remettre(s)
    const [premier, second] = await programmes(s)
    expect(second?.remplace).toBe(premier?.id)
    const texte = await lire(s, second?.id)
    for (const mot of [
      'version 7 du 26 octobre 2026',
      '8 h, 2 jours',
      '7 h en demi-journées',
      '1 h en situation de travail',
      'Tenir la ligne : 1 h, en situation de travail.',
      'n’a pas encore de session achevée',
    ])
      expect(texte, mot).toContain(serre(mot))
  })

  it('ne prétend pas l’offre neuve quand une de ses sessions s’est achevée', async () => {
    const s = await preparer()
    await etablir(s)
    await base.maintenance((tx) =>
      poserSession(tx, { organisme: s.organisme, activite: s.activite, offre: s.offre, etat: 'cloturee' }),
    )
    await remettre(s)
    const texte = await lire(s, (await programmes(s))[0]?.id)
    expect(texte).not.toContain(serre('pas encore de session achevée'))
    expect(texte).toContain(serre('demandez-les à Noé Tessier.'))
  })

  it('sans les titres de qui forme, rien ne s’émet, et la page nomme qui', async () => {
    const s = await preparer()
    await etablir(s)
    await base.maintenance((tx) =>
      sql`update tiers.intervenant set titres = '' where organisme_id = ${s.organisme}`.execute(tx),
    )
    const r = await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })
    expect(r.status).toBe(409)
    const page = await phraseDe(r)
    expect(page).toContain('(Tom Okafor)')
    expect(page).toContain('L6352-1')
    expect(await programmes(s)).toEqual([])
  })
})

describe('Dans une CAE, sous une enseigne', () => {
  it('qui forme y a une fiche sans titres : son compte mène à celle qui les porte', async () => {
    const s = await preparer()
    await etablir(s)
    await base.maintenance(async (tx) => {
      const [fiche, compte] = [newId(), newId()]
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${s.organisme}, ${fiche}, ${s.activite}, 'Tom', 'Okafor', 'okafor tom', now())`.execute(tx)
      await sql`update tiers.intervenant set compte_id = ${compte} where organisme_id = ${s.organisme}`.execute(
        tx,
      )
      await sql`update sessions.affectation set personne_id = ${fiche}, compte_id = ${compte} where organisme_id = ${s.organisme}`.execute(
        tx,
      )
    })
    const r = await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })
    if (r.status !== 303) throw new Error(await phraseDe(r))
  })
})

describe('Des informations établies après le début', () => {
  it('se remettent, et ne se donnent pas pour préalables', async () => {
    const s = await preparer()
    await etablir(s)
    await base.maintenance((tx) =>
      sql`update sessions.seance set jour = jour - 30, debut = debut - interval '30 days', fin = fin - interval '30 days'
        where organisme_id = ${s.organisme}`.execute(tx),
    )
    const r = await s.envoyer(`/sessions/${s.session}/pieces`, { geste: 'remettre' })
    expect(r.status).toBe(303)
    const piece = (await s.pieces()).find((p) => p.genre === 'information-stagiaire')
    const texte = await textePdf(await s.app.request(`/documents/${piece?.id}/piece.pdf`))
    expect(texte).toContain(
      serre('établies le 10 novembre 2026, après le début de l’action, le 7 novembre 2026'),
    )
    expect(texte).not.toContain(serre('Avant votre inscription'))
  })
})

/** Les courriels que cette base a en route. */
const courriels = async () =>
  base.maintenance(
    async (tx) =>
      (await sql<{ n: number }>`select count(*)::int as n from plateforme.courriel`.execute(tx)).rows[0]?.n ??
      0,
  )

describe('Quand les plans changent', () => {
  const demandes = (s: Scene) =>
    s.dans(async (tx) =>
      (
        await sql<{ dit: string }>`select p.genre || ' ' || d.courriel as dit from documents.demande d
            join documents.piece p on p.id = d.piece_id where d.acte = 'signature' order by d.creee_le`.execute(
          tx,
        )
      ).rows
        .map((r) => r.dit)
        .toSorted(),
    )
  const deplacer = async (s: Scene, date: string, geste: string, papiers: readonly string[] = []) => {
    const url = `/sessions/${s.session}/modifier`
    const corps = multi({
      ...champsDe(await (await s.app.request(url)).text()),
      'seances[1].date': date,
      geste,
    })
    for (const d of papiers) corps.append('papiers', d)
    return s.envoyer(url, corps)
  }

  it('une date déplacée refait la convention et la renvoie à signer ; signée, elle émet l’avenant, du même geste', async () => {
    const s = await preparer()
    await etablir(s)
    expect((await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })).status).toBe(303)
    const vu = sansInsecables(await (await deplacer(s, '15/12/2026', 'apercu')).text())
    expect(vu).toContain(
      'Émettre de nouveau la convention de Clinique des Tilleuls, aux nouvelles dates, et l’envoyer à signer à rosa@tilleuls.example',
    )
    expect(await demandes(s)).toEqual([])
    // Le dossier d’un autre, forgé, ne fait rien.
    expect((await deplacer(s, '15/12/2026', 'changer', [s.dossier, newId()])).status).toBe(303)
    const [premiere, seconde] = (await s.pieces()).filter((p) => p.genre === 'convention')
    expect(seconde?.remplace).toBe(premiere?.id)
    expect(await demandes(s)).toEqual(['convention rosa@tilleuls.example'])
    expect((await s.envoyer(`/documents/${seconde?.id}/scans`, scan('10/11/2026'))).status).toBe(303)
    expect(sansInsecables(await (await deplacer(s, '16/12/2026', 'apercu')).text())).toContain(
      'Établir l’avenant de Clinique des Tilleuls aux nouvelles dates, et l’envoyer à signer à rosa@tilleuls.example',
    )
    expect((await deplacer(s, '16/12/2026', 'changer', [s.dossier])).status).toBe(303)
    const avenant = (await s.pieces()).find((p) => p.genre === 'avenant')
    expect(avenant?.complete).toBe(seconde?.id)
    expect(await demandes(s)).toEqual(['avenant rosa@tilleuls.example', 'convention rosa@tilleuls.example'])
    expect(await textePdf(await s.app.request(`/documents/${avenant?.id}/piece.pdf`))).toContain(
      serre('Les dates de l’action changent'),
    )
    // Pas encore signé, les dates changent de nouveau : l’avenant se refait, et dit ce qui change de ce que le client a signé.
    expect((await deplacer(s, '17/12/2026', 'changer', [s.dossier])).status).toBe(303)
    const refait = (await s.pieces()).find((p) => p.genre === 'avenant' && p.remplace === avenant?.id)
    expect(refait?.complete).toBe(seconde?.id)
    expect(await textePdf(await s.app.request(`/documents/${refait?.id}/piece.pdf`))).toContain(
      serre('17 décembre 2026'),
    )
  })

  it('une personne arrive en cours de route : l’aperçu dit ce que cela touche et n’écrit rien ; le geste inscrit, convoque, avenante, prévient', async () => {
    const s = await preparer()
    await etablir(s)
    await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })
    const convention = (await s.pieces()).find((p) => p.genre === 'convention')
    await s.envoyer(`/documents/${convention?.id}/scans`, scan('10/11/2026'))
    await base.maintenance((tx) =>
      sql`update tiers.personne set courriel = 'qui.anime@exemple.example' where organisme_id = ${s.organisme}
        and id in (select personne_id from sessions.affectation where organisme_id = ${s.organisme})`.execute(
        tx,
      ),
    )
    const url = `/sessions/${s.session}/inscriptions/nouvelle`
    const arriver = (
      geste: string,
      champs: Readonly<Record<string, string>> = {},
      app = s.appA('2026-12-09T08:00:00Z'),
    ) =>
      s.envoyer(
        url,
        {
          _jeton: jeton,
          dossier: s.dossier,
          liste: 'Rosa Ba rosa.ba@exemple.example',
          arrivee: '09/12/2026',
          geste,
          ...champs,
        },
        app,
      )
    const jeton = newId()
    // L’action a commencé le 7 : le formulaire propose le prochain jour.
    expect(
      await (await s.appA('2026-12-09T08:00:00Z').request(`${url}?dossier=${s.dossier}`)).text(),
    ).toContain('value="14/12/2026"')
    const avant = await courriels()
    const vu = sansInsecables(await (await arriver('apercu')).text()).replace(/<[^>]+>/g, ' ')
    expect(vu).toContain('Rosa Ba arrive')
    expect(vu).toMatch(/lundi 14 décembre 2026\. Les demi-journées d’avant ne lui sont pas demandées/)
    expect(vu).toContain(
      'Établir l’avenant de Clinique des Tilleuls pour Rosa Ba, et l’envoyer à signer à rosa@tilleuls.example',
    )
    expect(vu).toContain('Envoyer à Rosa Ba informations, règlement intérieur et convocation')
    expect(vu).toMatch(/Écrire à .*, qui anime/)
    const inscrits = () => s.dans((tx) => listerInscrits(tx, s.session))
    expect([(await inscrits()).length, await courriels(), await demandes(s)]).toEqual([2, avant, []])
    expect((await arriver('apercu', { arrivee: '20/12/2026' })).status).toBe(409)

    const fait = await arriver('', { envoyer: 'on', dire: 'on', papiers: s.dossier })
    expect(fait.status).toBe(303)
    const rosa = (await inscrits()).find((i) => i.nom === 'Ba')
    expect([rosa?.etat, rosa?.arriveeLe]).toEqual(['inscrit', '2026-12-14' as DateCivile])
    const pieces = await s.pieces()
    expect(pieces.filter((p) => p.genre === 'avenant')).toMatchObject([{ complete: convention?.id }])
    expect(await demandes(s)).toEqual(['avenant rosa@tilleuls.example'])
    const lire = async (genre: string) =>
      textePdf(await s.app.request(`/documents/${pieces.find((p) => p.genre === genre)?.id}/piece.pdf`))
    expect(await lire('avenant')).toContain(serre('Rosa Ba rejoint les stagiaires le 14 décembre 2026.'))
    expect(await lire('avenant')).toContain(serre('Rosa Ba, à partir du 14 décembre 2026'))
    // Sa convocation ne l’attend qu’à ce qui reste ; celle des autres n’est pas refaite.
    const convocation = await lire('convocation')
    expect(convocation).toContain(serre('le lundi 14 décembre 2026 à 9 h'))
    expect(convocation).not.toContain(serre('lundi 7 décembre'))
    expect(pieces.filter((p) => p.genre === 'convocation')).toHaveLength(1)
    // Qui anime l’apprend, par un courriel déposé avec le geste.
    expect(await courriels()).toBe(avant + 1)
    // La demi-journée passée ne lui est pas demandée : ni case, ni heure planifiée.
    const cases = await s.dans((tx) => lireCasesNues(tx, s.session))
    const deRosa = cases.filter((c) => (c.inscription as string) === rosa?.id)
    expect(deRosa.map((c) => c.seance)).toEqual([s.seances[1]])
    // Renvoyé, le même formulaire ne refait rien.
    expect((await arriver('', { envoyer: 'on', dire: 'on', papiers: s.dossier })).status).toBe(303)
    expect((await s.pieces()).length).toBe(pieces.length)
    // Le jour même, la demi-journée commencée : plus de convocation, ses informations partent et l’inscription est définitive.
    const jourMeme = s.appA('2026-12-14T08:30:00Z')
    const louis = { _jeton: newId(), liste: 'Louis Marec louis@exemple.example', arrivee: '14/12/2026' }
    const dit = sansInsecables(await (await arriver('apercu', louis, jourMeme)).text()).replace(
      /<[^>]+>/g,
      ' ',
    )
    expect(dit).toContain('Envoyer à Louis Marec informations et règlement intérieur')
    expect(dit).toMatch(/À faire ensuite\s[\s\S]{0,40}l’avenant de Clinique des Tilleuls,? pour Louis Marec/)
    expect((await arriver('', { ...louis, envoyer: 'on' }, jourMeme)).status).toBe(303)
    expect((await inscrits()).find((i) => i.nom === 'Marec')?.etat).toBe('inscrit')
    expect((await s.pieces()).filter((p) => p.genre === 'convocation')).toHaveLength(1)

    // Inscrite avant le début, Agathe était attendue le 7 : un premier jour dit après coup n’efface pas son absence.
    const agathe = (await inscrits()).find((i) => i.nom === 'Pons')
    const marec = (await inscrits()).find((i) => i.nom === 'Marec')
    await base.maintenance(async (tx) => {
      await sql`update inscriptions.inscription set etat = 'inscrit', definitive_le = '2026-11-24' where id = ${agathe?.id ?? null}`.execute(
        tx,
      )
      // Les dates sont revenues avant l’arrivée de Louis : rien ne lui reste à suivre.
      await sql`update inscriptions.inscription set arrivee_le = '2026-12-20' where id = ${marec?.id ?? null}`.execute(
        tx,
      )
    })
    const le9 = s.appA('2026-12-09T08:00:00Z')
    const changer = async (id: string | undefined, champs: Readonly<Record<string, string>>) => {
      const etat = `/sessions/${s.session}/inscriptions/${id}/etat`
      return s.envoyer(etat, { ...champsDe(await (await le9.request(etat)).text()), ...champs }, le9)
    }
    const refuse = await changer(agathe?.id, { premierJour: '14/12/2026' })
    expect([refuse.status, sansInsecables(await refuse.text())]).toEqual([
      422,
      expect.stringContaining('Elle était attendue le lundi 7 décembre 2026 : notez son absence.'),
    ])
    // Convoquer la session n’échoue pas pour lui, et ne le convoque pas ; son inscription se change encore.
    const convoquer = await s.envoyer(`/sessions/${s.session}/pieces`, { geste: 'convoquer' }, le9)
    expect(convoquer.status).toBe(303)
    expect((await s.pieces()).filter((p) => p.genre === 'convocation')).toHaveLength(1)
    expect((await changer(marec?.id, { statut: 'salarie-prive' })).status).toBe(303)
    expect((await changer(marec?.id, { premierJour: '14/12/2026' })).status).toBe(303)
    expect((await inscrits()).find((i) => i.nom === 'Marec')?.arriveeLe).toBe('2026-12-14')
  })
})

/**
 * Les gestes de tous les jours : combien de clics de la page où chacun se propose jusqu’à ce qu’il soit fait, avant que le bouton n’y
 * soit, et depuis. Tous sont pressés ici : le dernier essai refuse d’en compter un qui ne l’est pas.
 */
const clics = {
  'émettre une convention et l’envoyer à signer': [3, 1],
  'remettre les informations à tous': [2, 1],
  'convoquer toute la session': [2, 1],
  'établir un avenant et l’envoyer à signer': [3, 1],
  'envoyer à signer une pièce émise': [2, 1],
  'ouvrir les inscriptions': [2, 1],
  'terminer une session': [2, 1],
  'renvoyer les liens de signature': [2, 1],
  'relancer une convention': [2, 1],
  'émettre les certificats': [2, 1],
  'inscrire une personne connue, depuis sa fiche': [4, 1],
  'confier à une autre personne ce qu’anime une absente, et prévenir chacun': [3, 1],
} as const

type GesteCompte = keyof typeof clics
const presses = new Set<string>()

/** Presse ce bouton de cette page, comme le ferait un navigateur, et compte ce geste. */
const presser = async (s: Scene, geste: GesteCompte, page: string, libelle: string, app = s.app) => {
  const html = sansInsecables(await (await app.request(page)).text())
  const [, action = '', corps = ''] =
    [
      ...html.matchAll(/<form method="post" action="([^"]+)"[^>]*class="un-clic"[^>]*>([\s\S]*?)<\/form>/g),
    ].find(([, , dedans = '']) => dedans.includes(libelle)) ?? []
  expect(action, `${libelle}, dans ${html.replace(/^[\s\S]*<main|<[^>]+>|\s+/g, ' ')}`).not.toBe('')
  const r = await s.envoyer(action, champsDe(`<main>${corps}</main>`), app)
  expect([r.status, r.status === 303 ? '' : await r.text()], libelle).toEqual([303, ''])
  presses.add(geste)
}

describe('Les gestes de tous les jours', () => {
  it('se font d’un clic, là où ils se proposent : deux fois moins de clics qu’avant', async () => {
    const s = await preparer()
    await etablir(s)
    await base.maintenance((tx) =>
      sql`update tiers.personne set courriel = 'yann@exemple.example' where organisme_id = ${s.organisme} and prenom = 'Yann'`.execute(
        tx,
      ),
    )
    const page = `/sessions/${s.session}`
    const unClic = (geste: GesteCompte, libelle: string) => presser(s, geste, page, libelle)
    const genres = async () => (await s.pieces()).map((p) => p.genre)
    const signatures = () =>
      s.dans(
        async (tx) =>
          (
            await sql<{
              n: number
            }>`select count(*)::int as n from documents.demande where acte = 'signature' and retiree_le is null`.execute(
              tx,
            )
          ).rows[0]?.n,
      )
    await unClic(
      'émettre une convention et l’envoyer à signer',
      'Émettre la convention de Clinique des Tilleuls, et l’envoyer à signer',
    )
    const convention = (await s.pieces()).find((p) => p.genre === 'convention')
    expect([convention !== undefined, await signatures()]).toEqual([true, 1])
    const signer = async (piece: string | undefined) => {
      expect((await s.envoyer(`/documents/${piece}/scans`, scan('10/11/2026'))).status).toBe(303)
      const organisme = scan('10/11/2026')
      organisme.set('partie', 'organisme')
      expect((await s.envoyer(`/documents/${piece}/scans`, organisme)).status).toBe(303)
    }
    await signer(convention?.id)
    // Le second clic, ou l’onglet resté ouvert : ni seconde convention, ni second courriel.
    expect((await s.envoyer(s.url, { geste: 'etablir' })).status).toBe(303)
    expect([(await genres()).filter((g) => g === 'convention').length, await signatures()]).toEqual([1, 1])
    await unClic('remettre les informations à tous', 'Remettre à chacun, par courriel')
    await unClic('convoquer toute la session', 'Convoquer les stagiaires')
    expect((await genres()).filter((g) => g === 'convocation')).toHaveLength(2)
    // Les dates changent, chacun est prévenu : l’avenant s’établit et part d’un clic.
    const url = `${page}/modifier`
    const vu = await s.envoyer(
      url,
      multi({
        ...champsDe(await (await s.app.request(url)).text()),
        'seances[1].date': '15/12/2026',
        geste: 'apercu',
      }),
    )
    expect((await s.envoyer(url, multi({ ...champsDe(await vu.text()), geste: 'prevenir' }))).status).toBe(
      303,
    )
    await unClic(
      'établir un avenant et l’envoyer à signer',
      'Établir l’avenant de Clinique des Tilleuls aux nouvelles dates, et l’envoyer à signer',
    )
    expect(await genres()).toContain('avenant')
    expect(await signatures()).toBe(2)
    // Qui n’émet pas n’a pas le bouton, et son envoi se refuse.
    const lecture = s.appPour('comptable')
    expect(await (await lecture.request(page)).text()).not.toContain('class="un-clic"')
    expect((await s.envoyer(s.url, { geste: 'etablir' }, lecture)).status).toBe(403)
  })

  it('les six autres, d’« Aujourd’hui », de la liste et de la page d’une session', async () => {
    const s = await preparer()
    await etablir(s)
    const page = `/sessions/${s.session}`
    const entieres = [
      ...modules,
      pagesComposees(modules),
      applicationModule([contributionsDuFil, ...modules.flatMap((m) => m.contributions ?? [])]),
    ]
    const le = (quand: string) =>
      pagesDevant({ ...s.services.a(quand), pdf }, entieres, () => ({
        roles: ['responsable', 'assistant'],
        personneId: s.personne,
        organisme: { id: s.organisme, code: 'maison', nom: 'Langue & Lien' },
      })).app
    const poser = (etat: string) =>
      base.maintenance((tx) =>
        sql`update sessions.session set etat = ${etat} where organisme_id = ${s.organisme}`.execute(tx),
      )
    const etat = () =>
      base.maintenance(
        async (tx) =>
          (
            await sql<{
              etat: string
            }>`select etat from sessions.session where organisme_id = ${s.organisme}`.execute(tx)
          ).rows[0]?.etat,
      )
    /** Les envois déposés pour cette coopérative, par genre de tâche ; redemandé, le même garde sa ligne et change de révision. */
    const deposes = async (tache: string) => {
      const admin = await base.client('admin')
      const { rows } = await admin.query<{ n: number }>(
        `select coalesce(sum(j.revision + 1), 0)::int as n from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier = $2 and j.payload ->> 'organisme' = $1`,
        [s.organisme, tache],
      )
      return rows[0]?.n
    }
    await poser('brouillon')
    await presser(s, 'ouvrir les inscriptions', '/sessions', 'Ouvrir', le(instant))
    expect(await etat()).toBe('ouverte')
    expect((await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' })).status).toBe(303)
    await presser(s, 'envoyer à signer une pièce émise', page, 'Envoyer la convention', le(instant))
    expect(await deposes('documents.envoyer-demande')).toBe(1)
    await presser(s, 'relancer une convention', '/aujourdhui', 'Renvoyer le lien', le('2026-12-02T09:00:00Z'))
    expect(await deposes('documents.envoyer-demande')).toBe(2)
    await base.maintenance((tx) =>
      sql`update inscriptions.inscription set etat = 'inscrit', definitive_le = '2026-11-24' where organisme_id = ${s.organisme}`.execute(
        tx,
      ),
    )
    await presser(s, 'renvoyer les liens de signature', '/aujourdhui', 'Renvoyer', le('2026-12-07T09:00:00Z'))
    expect(await deposes('emargement.envoyer-lien')).toBe(1)
    const soir = s.services.a('2026-12-14T17:00:00Z')
    const qui = { acces, id: s.personne, nom: 'Hélène Roussillon', supplee: true }
    const gens = await s.dans((tx) => listerInscrits(tx, s.session))
    for (const seance of s.seances) {
      const ou = { session: s.session, seance }
      for (const i of gens)
        expect(
          await regulariser(soir, qui, { ...ou, inscription: i.id, motif: 'Vue en salle ce jour-là' }),
        ).toMatchObject({ ok: true })
      expect(await cloreLaFeuille(soir, qui, { ...ou, ip: '192.0.2.1', agent: 'essai' })).toMatchObject({
        ok: true,
      })
    }
    await poser('en-cours')
    const ensuite = le('2026-12-15T08:00:00Z')
    await presser(s, 'terminer une session', '/aujourdhui', 'Terminer la session', ensuite)
    expect(await etat()).toBe('terminee')
    await presser(s, 'émettre les certificats', page, 'Émettre les certificats', ensuite)
    expect((await s.pieces()).filter((p) => p.genre === 'certificat-realisation')).toHaveLength(2)
  })

  it('une personne connue s’inscrit depuis sa fiche ; une absence se couvre d’un clic, et chacun l’apprend', async () => {
    const s = await preparer()
    await etablir(s)
    const suivante = await base.maintenance(async (tx) => {
      const creneaux: [string, number, number][] = [['2027-01-11', 540, 750]]
      const autre = await poserSession(tx, { ...s, etat: 'ouverte', seances: creneaux })
      await sql`update tiers.personne p set entreprise_id = d.entreprise_id from inscriptions.dossier d
        where d.id = ${s.dossier} and p.organisme_id = ${s.organisme} and p.nom = 'Pons'`.execute(tx)
      await sql`update tiers.personne set courriel = lower(prenom) || '@exemple.example'
        where organisme_id = ${s.organisme} and id in (select personne_id from tiers.intervenant)`.execute(tx)
      const lea = await poserIntervenant(tx, s, [], { prenom: 'Léa', nom: 'Brun' })
      await sql`update tiers.personne set courriel = 'lea@exemple.example' where id = ${lea}`.execute(tx)
      return autre.session
    })
    const dossier = await s.dans(async (tx) => {
      const d = await ouvrirDossier(tx, suivante, newId(), dossierSaisi(), new Date(instant))
      return d.ok ? d.value.id : undefined
    })
    const agathe = (await s.dans((tx) => listerInscrits(tx, s.session))).find((i) => i.nom === 'Pons')
    const fiche = `/personnes/${agathe?.personne}`
    const places = async (app = s.app) =>
      /id="inscrire"[\s\S]*?<\/table>/.exec(await (await app.request(fiche)).text())?.[0]
    // Inscrite à l’une, elle ne se voit offrir que l’autre, pour le dossier de son employeur ; qui n’inscrit pas ne l’a pas.
    expect(await places()).toContain('Clinique des Tilleuls')
    expect(await places()).not.toContain(s.session)
    expect(await places(s.appPour('comptable'))).toBeUndefined()
    await presser(s, 'inscrire une personne connue, depuis sa fiche', fiche, 'Inscrire')
    expect(await s.dans((tx) => listerInscrits(tx, suivante))).toMatchObject([
      { personne: agathe?.personne, dossier, statutF1: 'salarie-prive' },
    ])
    expect(await places()).toBeUndefined()

    // Convoquées, les personnes inscrites apprennent ce qui change ; qui anime s’absente les deux jours.
    for (const geste of ['remettre', 'convoquer'])
      expect((await s.envoyer(`/sessions/${s.session}/pieces`, { geste })).status).toBe(303)
    const tom = await s.dans(async (tx) => {
      const fiche = (await lireSession(tx, s.session))?.seances[0]?.intervenants[0]?.personne
      const lu = fiche && (await lireTiers(tx, fiche))
      if (!lu) throw new Error('personne n’anime')
      return lu
    })
    const absence = await s.dans((tx) =>
      declarerAbsence(
        tx,
        tom,
        newId(),
        { du: '2026-12-07' as DateCivile, au: '2026-12-14' as DateCivile },
        new Date(instant),
      ),
    )
    expect(absence).toMatchObject({ ok: true })
    const demie = `/sessions/${s.session}/affectations/${s.seances[0]}`
    const lue = sansInsecables(await (await s.app.request(demie)).text())
    expect(lue).toContain('Tom Okafor a déclaré une absence')
    expect(lue).toContain('2 demi-journées à venir')
    const avant = await courriels()
    await presser(
      s,
      'confier à une autre personne ce qu’anime une absente, et prévenir chacun',
      demie,
      'Confier à Léa Brun, et prévenir chacun',
      s.appA('2026-11-12T09:00:00Z'),
    )
    const animent = await s.dans(async (tx) =>
      (await lireSession(tx, s.session))?.seances.map((x) => x.intervenants.map((i) => i.nom)),
    )
    expect(animent).toEqual([['Brun'], ['Brun']])
    // Qui n’anime plus, qui anime désormais.
    expect((await courriels()) - avant).toBeGreaterThanOrEqual(2)
    expect(sansInsecables(await (await s.app.request(demie)).text())).not.toContain('a déclaré une absence')
  })

  it('sont tous pressés, et en deux fois moins de clics qu’avant', () => {
    expect(presses).toEqual(new Set(Object.keys(clics)))
    const [avant, apres] = [0, 1].map((i) => Object.values(clics).reduce((t, c) => t + (c[i] ?? 0), 0))
    expect((apres ?? 0) * 2).toBeLessThanOrEqual(avant ?? 0)
  })
})
