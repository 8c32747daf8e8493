/** Rendre un résultat public : la valeur, sa formule, sa période, son effectif, son taux de réponse (RNQ, indicateurs 2 et 3). */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ajouterJours, type DateCivile, formaterDate, formaterPeriode, lireDate } from '#kernel/dates.ts'
import { ficheUrl } from '#modules/catalogue/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Button, Empty, FilterField, Filters, Form, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix } from '#web/fields.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { conflict, forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  lirePublications,
  listerPublications,
  type Mesure,
  mesures,
  type OffreSuivie,
  offresSuivies,
  type Publication,
} from '../db/publications.ts'
import { lireReglage } from '../db/reglage.ts'
import { direPart, part, petitEffectif } from '../domain/resultats.ts'
import { type Calcul, calculer, publier, retirer } from '../gestes/publier.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import { publierUrl } from '../liens.ts'
import { ecrit, idDuJeton, lireParam, peutTout, racine } from './commun.ts'

const listeMesures = Object.keys(mesures) as [Mesure, ...Mesure[]]
const fields = z.object({ mesure: choix(listeMesures) })

export const direBase = (c: Pick<Calcul, 'denominateur' | 'interroges' | 'repondants'>): string =>
  `n = ${c.denominateur} ; ${c.repondants} réponses sur ${c.interroges} sollicités (${direPart(part(c.repondants, c.interroges))})`

type Ligne = {
  readonly mesure: Mesure
  readonly calcul: Calcul | undefined
  readonly gene: string
  readonly enLigne: Publication | undefined
}

const Vue = ({
  offre,
  offres,
  du,
  au,
  lignes,
  ecritIci,
}: {
  offre: OffreSuivie
  offres: readonly OffreSuivie[]
  du: DateCivile
  au: DateCivile
  lignes: readonly Ligne[]
  ecritIci: boolean
}) => (
  <Page
    title={offre.intitule}
    heading={`Résultats publiés : ${offre.intitule}`}
    lede="Le public lit le chiffre avec sa formule, sa période, son effectif et son taux de réponse. Un petit effectif s’affiche avec son nombre, jamais gonflé."
    path={[...racine, { libelle: 'Résultats publiés', href: publierUrl() }]}
  >
    <Filters label="La période" action={publierUrl()}>
      <FilterField
        name="offre"
        label="Offre"
        value={offre.id}
        options={offres.map((o) => ({ value: o.id, label: o.intitule }))}
      />
      <FilterField name="du" label="Sessions finies du" value={formaterDate(du, 'chiffres')} />
      <FilterField name="au" label="au" value={formaterDate(au, 'chiffres')} />
    </Filters>
    {lignes.map((l) => (
      <Section titre={mesures[l.mesure]} id={l.mesure}>
        {l.calcul ? (
          <>
            <p>
              <strong>{direPart(l.calcul.valeurMilliemes)}</strong> ({direBase(l.calcul)})
              {l.calcul.denominateur < petitEffectif ? ' : petit effectif, le nombre s’affichera.' : '.'}
            </p>
            <p class="sub">{l.calcul.formule}</p>
          </>
        ) : (
          <p>{l.gene}</p>
        )}
        {l.enLigne ? (
          <p>
            En ligne : {direPart(l.enLigne.valeurMilliemes)} (n = {l.enLigne.denominateur}),{' '}
            {formaterPeriode(l.enLigne.du, l.enLigne.au)}, publié le{' '}
            {formaterDate(aujourdhui(l.enLigne.publieeLe))}.
          </p>
        ) : null}
        {ecritIci && (l.calcul || l.enLigne) ? (
          <Form form={emptyForm()} classe="">
            <input type="hidden" name="mesure" value={l.mesure} />
            <p>
              {l.calcul ? (
                <Button geste="publier">
                  {l.enLigne ? 'Mettre à jour ce résultat' : 'Publier ce résultat'}
                </Button>
              ) : null}{' '}
              {l.enLigne ? (
                <Button genre="link" geste="retirer">
                  Retirer ce résultat
                </Button>
              ) : null}
            </p>
          </Form>
        ) : null}
      </Section>
    ))}
    {offre.publiee ? (
      <p>
        <a href={ficheUrl({ offre: offre.id })}>Voir la fiche publique</a>
      </p>
    ) : (
      <p class="sub">
        Cette offre n’a pas de fiche en ligne : ses résultats s’y liront dès qu’elle en aura une.
      </p>
    )}
  </Page>
)

const Choisir = ({
  offres,
  publies,
}: {
  offres: readonly OffreSuivie[]
  publies: readonly (Publication & { intitule: string })[]
}) => (
  <Page
    title="Résultats publiés"
    lede="Par offre : satisfaction, recommandation, taux de réponse, objectifs acquis. Douze mois passés, un résultat se met à jour."
    path={racine}
  >
    {offres.length === 0 ? (
      <Empty titre="Aucun questionnaire n’est encore parti">
        Un résultat se calcule des réponses reçues : envoyez le questionnaire à chaud d’une session.
      </Empty>
    ) : (
      <Table
        legende="Offres et leurs résultats publiés"
        lignes={offres}
        colonnes={[
          {
            titre: 'Offre',
            entete: true,
            cell: (o) => <a href={withQuery(publierUrl(), { offre: o.id })}>{o.intitule}</a>,
          },
          {
            titre: 'En ligne',
            cell: (o) =>
              publies
                .filter((p) => p.offre === o.id)
                .map((p) => `${mesures[p.mesure]} ${direPart(p.valeurMilliemes)} (n = ${p.denominateur})`)
                .join(' ; ') || 'rien encore',
          },
        ]}
      />
    )}
  </Page>
)

const demande = (c: Context<Env>, jour: DateCivile) => {
  const date = (nom: string, sinon: DateCivile) => {
    const lu = lireDate(lireParam(c, nom))
    return lu.ok ? lu.value : sinon
  }
  return { offre: lireParam(c, 'offre'), du: date('du', ajouterJours(jour, -365)), au: date('au', jour) }
}

const lignesDe = async (
  tx: TenantTx,
  offre: OffreSuivie,
  p: { du: DateCivile; au: DateCivile; jour: DateCivile },
): Promise<Ligne[]> => {
  const { seuilAnonyme: seuil } = await lireReglage(tx)
  const enLigne = await lirePublications(tx, offre.id)
  const lignes: Ligne[] = []
  for (const mesure of listeMesures) {
    const lu = await calculer(tx, mesure, { offre: offre.id, ...p, seuil })
    lignes.push({
      mesure,
      calcul: lu.ok ? lu.value : undefined,
      gene: lu.ok ? '' : lu.error.phrase,
      enLigne: enLigne.find((x) => x.mesure === mesure),
    })
  }
  return lignes
}

export const publierPage = new Hono<Env>()
  .get(publierUrl(), exigerDroit('questionnaires.lire'), (c) => {
    const { db, clock } = c.get('services')
    return pourVisiteur(c, db, async (tx, visiteur) => {
      if (!peutTout(visiteur, 'questionnaires.lire'))
        return forbidden(
          c,
          'Seules les personnes qui lisent tous les questionnaires ouvrent les résultats publiés.',
        )
      const jour = aujourdhui(clock.now())
      const { offre: voulue, du, au } = demande(c, jour)
      const offres = await offresSuivies(tx)
      if (voulue === '') return c.html(<Choisir offres={offres} publies={await listerPublications(tx)} />)
      const offre = offres.find((o) => o.id === voulue)
      if (!offre) return notFound(c)
      return c.html(
        <Vue
          offre={offre}
          offres={offres}
          du={du}
          au={au}
          lignes={await lignesDe(tx, offre, { du, au, jour })}
          ecritIci={ecrit(visiteur, 'questionnaires.composer')}
        />,
      )
    })
  })
  .post(publierUrl(), exigerDroit('questionnaires.composer'), async (c) => {
    const { db, clock } = c.get('services')
    const read = await readForm(fields, c)
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const le = clock.now()
      const jour = aujourdhui(le)
      const { offre: voulue, du, au } = demande(c, jour)
      const offre = (await offresSuivies(tx)).find((o) => o.id === voulue)
      if (!offre || !read.ok || !ecrit(visiteur, 'questionnaires.composer')) return notFound(c)
      const retour = withQuery(publierUrl(), {
        offre: offre.id,
        du: formaterDate(du, 'chiffres'),
        au: formaterDate(au, 'chiffres'),
      })
      if (read.geste === 'retirer') {
        await retirer(tx, offre, read.data.mesure, le)
        return redirectWith(c, retour, { genre: 'fait', fort: 'Ce résultat n’est plus public.' })
      }
      const { seuilAnonyme: seuil } = await lireReglage(tx)
      const calcul = await calculer(tx, read.data.mesure, { offre: offre.id, du, au, jour, seuil })
      if (!calcul.ok) return conflict(c, calcul.error.phrase, 'Rien n’est publié')
      await publier(tx, offre, { id: idDuJeton(read.form.jeton), calcul: calcul.value, le })
      return redirectWith(c, retour, {
        genre: 'fait',
        fort: 'Le résultat est public, avec sa formule et son effectif.',
        ...(offre.publiee ? { lien: { libelle: 'Voir la fiche', href: ficheUrl({ offre: offre.id }) } } : {}),
      })
    })
  })
