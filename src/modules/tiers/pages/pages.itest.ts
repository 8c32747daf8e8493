import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { eprouver } from '../../../../test/fuzz/formulaires.ts'
import { monde, sansInsecables } from '../../../../test/monde/index.ts'
import { ficheEntreprisePage, fichePersonnePage, tiers } from '../index.ts'

const fiche = {
  nom: 'fiche',
  routes: (a: Parameters<NonNullable<typeof tiers.routes>>[0], s: Services) =>
    void a.route('/', fichePersonnePage(s, [])).route('/', ficheEntreprisePage(s, [])),
}
const m = await monde({
  modules: [tiers, fiche],
  gens: {
    assistante: 'assistant',
    auditeur: 'comptable',
    formateur: 'formateur',
    voisin: { roles: ['responsable'], chez: 'voisine' },
  },
  texte: sansInsecables,
})
const { base, app, origine, pannes, assistante, auditeur, formateur, voisin } = m
const { aller } = assistante

const personne = async (nom: string, plus: Record<string, string> = {}) =>
  (await aller('/personnes/nouvelle', { prenom: 'Éloïse', nom, ...plus })).vers
const entreprise = async (nom: string, plus: Record<string, string> = {}) =>
  (await aller('/entreprises/nouvelle', { nom, estClient: 'on', ...plus })).vers
const idDe = (url: string) => /[0-9a-f-]{36}/.exec(url)?.[0] ?? ''

/** Ce qu’un formulaire emporte de ce qu’il montrait. */
const luDe = (page: string): string =>
  (/name="_lu" value="([^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

describe('une fiche ouverte par deux personnes', () => {
  it.each([
    ['une personne', () => personne('Le Bihan'), { prenom: 'Éloïse', nom: 'Le Bihan' }],
    [
      'une entreprise',
      () => entreprise('Le Bihan et fils'),
      { nom: 'Le Bihan et fils', estClient: 'on', pays: 'FR' },
    ],
  ] as const)(
    '%s : la seconde n’efface pas la première, relit, puis enregistre',
    async (_, poser, champs) => {
      const url = `${await poser()}/modifier`
      const [un, deux] = [luDe((await aller(url)).texte), luDe((await aller(url)).texte)]
      expect(un).not.toBe('')
      const premier = { ...champs, ville: 'Rennes', codePostal: '35000', _lu: un }
      expect((await aller(url, premier)).statut).toBe(303)
      // Le second clic du même envoi n’est l’écriture de personne d’autre.
      expect((await aller(url, premier)).statut).toBe(303)
      const second = await aller(url, { ...champs, telephone: '02 99 00 00 00', _lu: deux })
      expect(second.statut).toBe(409)
      expect(second.texte).toContain('a changé pendant que vous écriviez')
      expect(second.texte).toContain('value="02 99 00 00 00"')
      expect(second.texte).toContain('value="Rennes"')
      const rebase = { ...premier, telephone: '02 99 00 00 00', _lu: luDe(second.texte) }
      expect((await aller(url, rebase)).statut).toBe(303)
      const page = (await aller(url)).texte
      expect([page.includes('value="Rennes"'), page.includes('02 99 00 00 00')]).toEqual([true, true])
    },
  )

  it('les titres, un statut, le rôle d’un contact : de même', async () => {
    const url = await personne('Tanguy')
    await aller(`${url}/intervenant`, { titres: 'Master FLE' })
    await aller(`${url}/statuts/nouveau`, { statut: 'salarie', du: '01/01/2026' })
    const statut = /\/personnes\/[^"]*\/statuts\/[0-9a-f-]{36}/.exec((await aller(url)).texte)?.[0] ?? ''
    const maison = await entreprise('Tanguy frères')
    await aller(`${maison}/contacts/nouveau`, { prenom: 'Yann', nom: 'Tanguy-Contact' })
    const contact =
      /\/entreprises\/[^"]*\/contacts\/[0-9a-f-]{36}/.exec((await aller(maison)).texte)?.[0] ?? ''
    for (const [ou, un, deux] of [
      [`${url}/intervenant`, { titres: 'Master FLE, 2011' }, { titres: 'Doctorat' }],
      [statut, { statut: 'salarie', du: '02/01/2026' }, { statut: 'benevole', du: '01/01/2026' }],
      [contact, { fonction: 'gérante' }, { fonction: 'comptable' }],
    ] as const) {
      const lus = [luDe((await aller(ou)).texte), luDe((await aller(ou)).texte)]
      expect(lus[0], ou).not.toBe('')
      expect((await aller(ou, { ...un, _lu: lus[0] ?? '' })).statut, ou).toBe(303)
      const refuse = await aller(ou, { ...deux, _lu: lus[1] ?? '' })
      expect([refuse.statut, refuse.texte.includes('a changé pendant que vous écriviez')]).toEqual([
        409,
        true,
      ])
      expect((await aller(ou, { ...deux, _lu: luDe(refuse.texte) })).statut, ou).toBe(303)
    }
  })

  it('au même instant, de deux villes une seule s’écrit, l’autre l’apprend', async () => {
    const url = `${await personne('Quéméneur')}/modifier`
    const lus = [luDe((await aller(url)).texte), luDe((await aller(url)).texte)]
    const rendus = await Promise.all(
      ['Brest', 'Nantes'].map((ville, i) =>
        aller(url, { prenom: 'Éloïse', nom: 'Quéméneur', ville, _lu: lus[i] ?? '' }),
      ),
    )
    expect(rendus.map((r) => r.statut).toSorted()).toEqual([303, 409])
  })
})

describe('/personnes', () => {
  it('vides, enseignent comment se remplir, et seulement à qui le peut', async () => {
    expect((await voisin.aller('/personnes')).texte).toContain('Personne n’est encore connu ici')
    expect((await voisin.aller('/entreprises')).texte).toContain('Aucune entreprise n’est encore connue')
    expect((await auditeur.aller('/personnes')).texte).not.toContain('/personnes/nouvelle')
  })
  it('se cherchent dans n’importe quel ordre, se filtrent, et se lisent sur une fiche', async () => {
    const url = await personne('Chabrier', { employeur: 'Hôtel Aubrac', telephone: '04 76 00 00 00' })
    expect((await aller('/personnes?q=elo+chab')).texte).toContain('Chabrier Éloïse')
    expect((await aller('/personnes?q=chab&qui=intervenant')).texte).not.toContain('Chabrier Éloïse')
    const lue = await auditeur.aller(url)
    expect(lue.texte).toContain('04 76 00 00 00')
    expect(lue.texte).toContain('Hôtel Aubrac')
    expect(lue.texte).not.toContain('Modifier la fiche')
    for (const q of ['?apres=%00', '?avant=W10', '?q=%00%ff', '?qui=toString', '?q=%25'])
      expect((await aller(`/personnes${q}`)).statut).toBe(200)
  })
  it('une fiche se modifie sans rien perdre de ce qui était faux', async () => {
    const url = await personne('Modifiée')
    const faux = await aller(`${url}/modifier`, { prenom: 'E', nom: 'M', codePostal: '9', ville: 'Gap' })
    expect(faux.statut).toBe(422)
    expect(faux.texte).toContain('value="Gap"')
    expect((await aller(`${url}/modifier`, { prenom: 'E', nom: 'Corrigée', ville: 'Gap' })).statut).toBe(303)
    expect((await aller(url)).texte).toContain('E Corrigée')
  })
})

describe('les intervenants', () => {
  it('ont des titres, puis des statuts datés ; un chevauchement est refusé sans rien perdre', async () => {
    const url = await personne('Anime')
    expect((await aller(`${url}/statuts/nouveau`, { statut: 'salarie', du: '01/01/2026' })).statut).toBe(409)
    expect((await aller(`${url}/intervenant`, { titres: 'Master FLE', compte: newId() })).statut).toBe(409)
    expect(
      (await aller(`${url}/intervenant`, { titres: 'Master FLE\r\nDix ans', compte: assistante.personne }))
        .statut,
    ).toBe(303)
    expect((await aller(url)).texte).toContain('Master FLE<br/>Dix ans')
    const jeton = newId()
    for (let i = 0; i < 2; i += 1)
      expect(
        (await aller(`${url}/statuts/nouveau`, { statut: 'salarie', du: '01/01/2026', _jeton: jeton }))
          .statut,
      ).toBe(303)
    const gene = await aller(`${url}/statuts/nouveau`, { statut: 'honoraires', du: '01/06/2026' })
    expect(gene.statut).toBe(409)
    expect(gene.texte).toContain('déjà « salarié »')
    expect(gene.texte).toContain('value="01/06/2026"')
    const statut = /\/statuts\/[0-9a-f-]{36}/.exec((await aller(url)).texte)?.[0] ?? ''
    const ferme = { statut: 'salarie', du: '01/01/2026', au: '31/05/2026' }
    expect((await aller(`${url}${statut}`, ferme)).statut).toBe(303)
    expect((await aller(`${url}/statuts/nouveau`, { statut: 'honoraires', du: '01/06/2026' })).statut).toBe(
      303,
    )
    const lue = (await aller(url)).texte
    expect(lue).toContain('du 1er janvier 2026 au 31 mai 2026')
    expect(lue).toContain('personne externe')
    expect((await aller('/personnes?qui=intervenant')).texte).toContain('Anime Éloïse')
    expect((await aller(`${url}${statut}/retirer`, {})).statut).toBe(303)
    expect((await aller(url)).texte).not.toContain('31 mai 2026')
  })
})

describe('/entreprises', () => {
  it('un SIRET faux est refusé, un SIRET déjà pris aussi, avec sa fiche', async () => {
    const faux = await aller('/entreprises/nouvelle', { nom: 'Fausse', siret: '73282932000075' })
    expect(faux.statut).toBe(422)
    const url = await entreprise('Aubrac Conseil', { siret: '73282932000074', ville: 'Gap' })
    const pris = await aller('/entreprises/nouvelle', { nom: 'Autre', siret: '732 829 320 00074' })
    expect(pris.statut).toBe(409)
    expect(pris.texte).toContain(url)
    expect((await aller('/entreprises?q=732829')).texte).toContain('Aubrac Conseil')
  })
  it('d’un autre pays, garde son code postal et son numéro de TVA ; une association dit qu’elle n’a pas de SIREN', async () => {
    const belge = { ville: 'Bruxelles', codePostal: '1000', adresse: '1 rue Haute' }
    const sansPays = await aller('/entreprises/nouvelle', { nom: 'Atelier bruxellois', ...belge })
    expect([sansPays.statut, sansPays.texte.includes('cinq chiffres')]).toEqual([422, true])
    const tva = await aller('/entreprises/nouvelle', { nom: 'A', pays: 'BE', tvaIntra: 'zzz?' })
    expect(tva.statut).toBe(422)
    const url = await entreprise('Atelier bruxellois', { ...belge, pays: 'BE', tvaIntra: 'be 0123.456.749' })
    const page = (await aller(`${url}/modifier`)).texte
    expect(page).toMatch(/value="BE" selected|selected[^>]*value="BE"/)
    expect(page).toContain('BE0123456749')
    expect((await aller('/entreprises/nouvelle', { nom: 'B', pays: 'ZZ' })).statut).toBe(422)
    expect(
      (await aller('/entreprises/nouvelle', { nom: 'C', sansSiren: 'on', siren: '732829320' })).statut,
    ).toBe(422)
    const asso = await entreprise('Les Amis du Four', { sansSiren: 'on', codePostal: '05000' })
    expect((await aller(asso)).texte).toContain('elle n’en a pas')
  })
  it('se filtrent par rôle, et s’exportent sans formule', async () => {
    await entreprise('=cmd()')
    await aller('/entreprises/nouvelle', { nom: 'OPCO des essais', financeur: 'opco' })
    const of = await aller('/entreprises/nouvelle', { nom: 'Of Voisin', estOf: 'on', nda: '11 75 32629 75' })
    expect((await aller(of.vers)).texte).toContain('11 75 32629 75')
    const financeurs = (await aller('/entreprises?role=financeur')).texte
    expect(financeurs).toContain('OPCO des essais')
    expect(financeurs).not.toContain('Of Voisin')
    expect((await aller('/entreprises?role=client')).texte).not.toContain('OPCO des essais')
    expect((await aller('/entreprises?format=csv')).texte).toContain("'=cmd()")
    for (const q of ['?apres=%00', '?q=%00%ff', '?role=toString', '?q=%25', '?q=732'])
      expect((await aller(`/entreprises${q}`)).statut).toBe(200)
  })
  it('ont des contacts : un homonyme est proposé, jamais confondu en silence', async () => {
    const url = await entreprise('Contactée')
    const connue = idDe(await personne('Homonyme'))
    const saisie = { prenom: 'Éloïse', nom: 'homonyme', fonction: 'gérante', peutSigner: 'on' }
    const propose = await aller(`${url}/contacts/nouveau`, saisie)
    expect(propose.statut).toBe(409)
    expect(propose.texte).toContain('value="gérante"')
    expect((await aller(`${url}/contacts/nouveau`, { ...saisie, choix: connue })).statut).toBe(303)
    const lue = (await aller(url)).texte
    expect(lue).toContain('peut signer')
    expect((await aller(`/personnes/${connue}`)).texte).toContain('Contact de')
    const contact = /\/contacts\/[0-9a-f-]{36}/.exec(lue)?.[0] ?? ''
    expect((await aller(`${url}${contact}`, { fonction: 'présidente' })).statut).toBe(303)
    expect((await aller(url)).texte).toContain('ne signe pas')
    expect((await aller(`${url}${contact}/retirer`, {})).statut).toBe(303)
    expect((await aller(url)).texte).toContain('Personne n’est encore désigné')
  })
})

describe('importer un tableau', () => {
  const deposer = (texte: string, qui = assistante, nom = 'stagiaires.csv') => {
    const corps = new FormData()
    corps.set('fichier', new File([texte], nom, { type: 'text/csv' }))
    corps.set('_jeton', newId())
    return qui.aller('/personnes/importer', corps)
  }

  it('se lit, s’essaie sans rien écrire, s’importe une fois, et dit chaque ligne ; le fichier se rend, et tout se défait', async () => {
    const depot = await deposer('Nom;Prénom;Mail\nAmrani;Samia;samia@x.example\n;Sans nom;\n')
    expect(depot.statut).toBe(303)
    const essai = (await aller(depot.vers)).texte
    for (const mot of ['Importer 1 fiche', 'Nom : Écrivez le nom.', 'rien n’est encore écrit'])
      expect(essai).toContain(mot)
    expect((await aller('/personnes?q=amrani')).texte).not.toContain('Amrani Samia')
    const champs = { geste: 'importer', nom: '0', prenom: '1', courriel: '2' }
    expect((await aller(depot.vers, champs)).statut).toBe(303)
    expect((await aller(depot.vers, champs)).statut).toBe(303)
    expect((await aller('/personnes?q=amrani')).texte.match(/Amrani Samia/g)).toHaveLength(1)
    const fait = (await aller(depot.vers)).texte
    expect([fait.includes('Rapport d’import'), fait.includes('Importer 1 fiche')]).toEqual([true, false])
    const rendu = (await aller(`${depot.vers}?format=csv`)).texte.replaceAll('\u00a0', ' ')
    expect(rendu).toContain('Nom;Prénom;Mail;Devenue;Pourquoi')
    expect(rendu).toContain('Amrani;Samia;samia@x.example;créée;')
    const seules = (await aller(`${depot.vers}?format=csv&lignes=a-corriger`)).texte
    expect([seules.includes('Sans nom;;à corriger'), seules.includes('Amrani')]).toEqual([true, false])
    expect((await aller(depot.vers, { geste: 'defaire' })).statut).toBe(303)
    const defait = (await aller(depot.vers)).texte
    for (const mot of ['L’import est défait.', '1 fiche retirée.', 'Importer 1 fiche'])
      expect(defait).toContain(mot)
    expect((await aller('/personnes?q=amrani')).texte).not.toContain('Amrani Samia')
    // Sept jours passés, le fichier s’oublie au prochain dépôt ; le rapport reste.
    await aller(depot.vers, champs)
    const admin = await base.client('admin')
    await admin.query(
      `update tiers.lecture_csv set applique_le = applique_le - interval '8 days' where id = $1`,
      [idDe(depot.vers)],
    )
    await deposer('Nom;Prénom\nOubli;Léa\n')
    expect(
      (
        await admin.query('select contenu, complements from tiers.lecture_csv where id = $1', [
          idDe(depot.vers),
        ])
      ).rows,
    ).toEqual([{ contenu: null, complements: null }])
    expect((await aller(depot.vers)).texte).not.toContain('Défaire cet import')
  })

  it('demande la colonne qui manque, et s’en souvient pour le prochain fichier du même en-tête', async () => {
    const un = await deposer('Patronyme;Petit nom\nLam;Zoé\n')
    expect((await aller(un.vers)).texte).toContain('Choisissez la colonne de : Prénom, Nom')
    const faux = await aller(un.vers, { geste: 'importer', nom: '0', prenom: '99' })
    expect(faux.statut).toBe(422)
    expect((await aller(un.vers, { geste: 'essayer', nom: '0', prenom: '1' })).statut).toBe(303)
    expect((await aller(un.vers, { geste: 'importer', nom: '0', prenom: '1' })).statut).toBe(303)
    const deux = await deposer('Patronyme;Petit nom\nPons;Agathe\n')
    expect((await aller(deux.vers)).texte).toContain('Importer 1 fiche')
  })

  it('ce qui n’est pas un tableau, pas d’ici, ou pas permis se refuse d’une phrase', async () => {
    expect((await deposer('', assistante)).statut).toBe(422)
    expect((await deposer('Nom;Prénom\n', assistante)).texte).toContain('aucune ligne sous son en-tête')
    expect((await deposer('PK\u0003\u0004\u0000', assistante)).texte).toContain('ne se lit pas')
    expect((await deposer('Nom;Prénom\na;b\n', formateur)).statut).toBe(403)
    const { vers } = await deposer('Nom;Prénom\nMur;Voisin\n')
    for (const r of [
      await voisin.aller(vers),
      await voisin.aller(vers, { geste: 'importer', nom: '0', prenom: '1' }),
    ])
      expect(r.statut).toBe(404)
    expect((await aller(vers.replace('personnes', 'entreprises'))).statut).toBe(404)
    expect((await aller('/personnes/importer/nulle-part')).statut).toBe(404)
  })
})

describe('les doublons', () => {
  it('se proposent, se comparent, se réunissent et se défont', async () => {
    const [un, deux] = [
      await personne('Jumelle', { courriel: 'j@exemple.example' }),
      await personne('Jumelle', { telephone: '04 76 11 11 11' }),
    ]
    expect((await aller('/personnes/doublons')).texte).toContain('même nom')
    const page = `/personnes/reunir/${idDe(un)}/${idDe(deux)}`
    const compare = (await aller(page)).texte
    expect(compare).toContain('j@exemple.example')
    expect(compare).toContain('04 76 11 11 11')
    expect((await aller(page, { garder: newId() })).statut).toBe(422)
    expect((await aller(page, { garder: idDe(deux) })).vers).toBe(deux)
    expect((await aller(un)).vers).toBe(deux)
    expect((await aller(page, { garder: idDe(un) })).statut).toBe(409)
    const defaire = /\/personnes\/reunions\/[0-9a-f-]{36}\/defaire/.exec((await aller(deux)).texte)?.[0] ?? ''
    expect((await aller(defaire, {})).vers).toBe(un)
    expect((await aller(un)).statut).toBe(200)
    expect((await aller(page, { geste: 'distinguer' })).vers).toBe('/personnes/doublons')
    expect((await aller('/personnes/doublons')).texte).not.toContain(idDe(deux))
  })
  it('deux entreprises de même nom à la forme près se rapprochent et se réunissent', async () => {
    const [un, deux] = [await entreprise('SARL Graines'), await entreprise('Graines')]
    const liste = (await aller('/entreprises/doublons')).texte
    expect(liste).toContain('à la forme sociale près')
    const page = `/entreprises/reunir/${idDe(un)}/${idDe(deux)}`
    expect(liste).toContain(page)
    expect((await aller(page, { garder: idDe(deux) })).vers).toBe(deux)
    expect((await aller(un)).vers).toBe(deux)
  })
})

describe('les droits et le mur', () => {
  it('un formateur n’entre pas, une comptable lit sans écrire, la voisine ne voit rien', async () => {
    const [p, e] = [await personne('Murée'), await entreprise('Murée')]
    const lectures = ['/personnes', '/entreprises', p, e]
    const ecritures = [
      `${p}/modifier`,
      `${p}/intervenant`,
      `${p}/statuts/nouveau`,
      `${e}/modifier`,
      `${e}/contacts/nouveau`,
      '/personnes/doublons',
      '/entreprises/doublons',
    ]
    for (const url of [...lectures, ...ecritures]) expect((await formateur.aller(url)).statut, url).toBe(403)
    for (const url of ecritures) expect((await auditeur.aller(url)).statut, url).toBe(403)
    for (const url of [p, e, ...ecritures.filter((u) => !u.endsWith('doublons'))])
      expect((await voisin.aller(url)).statut, url).toBe(404)
    for (const url of ecritures.filter((u) => !u.endsWith('doublons')))
      expect((await formateur.aller(url, { titres: 'x' })).statut, url).toBe(403)
    for (const genre of ['personnes', 'entreprises'])
      expect((await voisin.aller(`/${genre}/reunions/${newId()}/defaire`, {})).statut).toBe(404)
    for (const url of ['/personnes/n-importe', '/entreprises/n-importe', `/personnes/reunir/${newId()}/x`])
      expect((await aller(url)).statut, url).toBe(404)
  })
})

it('des milliers de corps hostiles ne font tomber aucune page', async () => {
  const [p, e] = [await personne('Éprouvée'), await entreprise('Éprouvée')]
  await aller(`${p}/intervenant`, { titres: 'x' })
  await aller(`${p}/statuts/nouveau`, { statut: 'salarie', du: '01/01/2020', au: '02/01/2020' })
  const statut = /\/statuts\/[0-9a-f-]{36}/.exec((await aller(p)).texte)?.[0] ?? ''
  const joindre = ['courriel', 'telephone', 'adresse', 'codePostal', 'ville']
  const { fautes, essais } = await eprouver(
    app,
    [
      { url: `${p}/modifier`, champs: ['prenom', 'nom', ...joindre, 'employeur', 'siret'] },
      { url: `${p}/intervenant`, champs: ['titres', 'rapport', 'compte'] },
      { url: `${p}/statuts/nouveau`, champs: ['statut', 'du', 'au', 'chez'] },
      { url: `${p}${statut}`, champs: ['statut', 'du', 'au', 'chez'] },
      { url: `${p}${statut}/retirer`, champs: ['x'] },
      {
        url: '/entreprises/nouvelle',
        champs: ['nom', 'siret', 'siren', ...joindre, 'estClient', 'estOf', 'financeur', 'nda'],
      },
      { url: `${e}/modifier`, champs: ['nom', 'siret', 'siren', ...joindre, 'financeur', 'nda'] },
      {
        url: `${e}/contacts/nouveau`,
        champs: ['prenom', 'nom', 'courriel', 'telephone', 'fonction', 'peutSigner', 'choix'],
      },
      { url: `/personnes/reunir/${idDe(p)}/${idDe(await personne('Autre'))}`, champs: ['garder', 'geste'] },
      { url: `/personnes/reunions/${newId()}/defaire`, champs: ['x'] },
    ],
    { corps: 100, origine, entetes: { cookie: assistante.cookie } },
  )
  expect(essais).toBeGreaterThanOrEqual(1_000)
  expect(fautes).toEqual([])
  expect(pannes).toEqual([])
})
