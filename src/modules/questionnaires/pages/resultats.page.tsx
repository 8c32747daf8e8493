/** Les résultats réunis : un genre, une offre ou toutes, une période ; leur tendance ; tout s’exporte. */
import { type Context, Hono } from 'hono'
import { ajouterJours, type DateCivile, formaterDate, lireDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Empty, FilterField, Filters, Page, Pagination, Section } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { offresSuivies } from '../db/publications.ts'
import { lireReglage } from '../db/reglage.ts'
import {
  compterRecueils,
  compterReponses,
  exporter,
  type Filtre,
  lireVerbatims,
  questionsPosees,
  tendance,
} from '../db/resultats.queries.ts'
import { direQuestion } from '../domain/contenu.ts'
import { asGenre, genres, listeGenres } from '../domain/genres.ts'
import { codesSatisfaits, synthese } from '../domain/resultats.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import { publierUrl, resultatsCsvUrl, resultatsUrl } from '../liens.ts'
import { lireParam, peutTout, racine } from './commun.ts'
import { direValeur, lisibles, montrees } from './recueil.page.tsx'
import { PhraseDesTotaux, Resultats, Tendance } from './resultats-vue.tsx'

type FiltreDesResultats = Filtre & {
  readonly genre: NonNullable<Filtre['genre']>
  readonly du: DateCivile
  readonly au: DateCivile
}

/** Ce que l’adresse demande ; ce qui ne s’y lit pas vaut « à chaud, depuis un an ». */
const lireFiltre = (c: Context<Env>, jour: DateCivile): FiltreDesResultats => {
  const date = (nom: string, sinon: DateCivile): DateCivile => {
    const lu = lireDate(lireParam(c, nom))
    return lu.ok ? lu.value : sinon
  }
  return {
    genre: asGenre(lireParam(c, 'genre')) ?? 'chaud',
    offre: asId<'Offre'>(lireParam(c, 'offre')),
    du: date('du', ajouterJours(jour, -365)),
    au: date('au', jour),
  }
}
const enAdresse = (d: FiltreDesResultats) => ({
  genre: d.genre,
  offre: d.offre,
  du: formaterDate(d.du, 'chiffres'),
  au: formaterDate(d.au, 'chiffres'),
})

/** Sur une offre, chaque objectif se lit seul ; sur plusieurs, ce ne sont pas les mêmes. */
const lire = async (tx: TenantTx, d: FiltreDesResultats, jour: string, seuil: number, visiteur: Visiteur) => {
  const posees = await questionsPosees(tx, d, jour, seuil)
  const questions = montrees(posees.questions, visiteur, posees.reservees)
  const satisfaction = questions.filter((q) => q.sert === 'satisfaction')
  return {
    totaux: await compterRecueils(tx, d, jour, seuil),
    resultats: synthese(questions, await compterReponses(tx, d, jour, seuil, { parObjectif: false })),
    verbatims: await lireVerbatims(tx, d, jour, seuil),
    periodes:
      satisfaction.length > 0
        ? // La tendance remonte plus loin que la période regardée.
          await tendance(
            tx,
            { genre: d.genre, offre: d.offre },
            jour,
            seuil,
            satisfaction.map((q) => ({ question: q.id, codes: codesSatisfaits(q) })),
          )
        : [],
  }
}

export const resultatsPage = new Hono<Env>()
  .get(resultatsUrl(), exigerDroit('questionnaires.lire'), (c) => {
    const { db, clock } = c.get('services')
    return pourVisiteur(c, db, async (tx, visiteur) => {
      if (!peutTout(visiteur, 'questionnaires.lire'))
        return forbidden(c, 'Vous lisez les résultats de vos sessions, depuis la page de chacune.')
      const jour = aujourdhui(clock.now())
      const d = lireFiltre(c, jour)
      const { seuilAnonyme: seuil } = await lireReglage(tx)
      const lu = await lire(tx, d, jour, seuil, visiteur)
      const offres = await offresSuivies(tx)
      return c.html(
        <Page
          title="Résultats"
          heading={`Résultats : ${genres[d.genre].nom}`}
          lede={`Sessions finies du ${formaterDate(d.du)} au ${formaterDate(d.au)}. Un résultat se lit toujours avec son effectif.`}
          path={racine}
        >
          <Filters label="Ce que l’on regarde" action={resultatsUrl()}>
            <FilterField
              name="genre"
              label="Questionnaire"
              value={d.genre}
              options={listeGenres.map((value) => ({ value, label: genres[value].nom }))}
            />
            <FilterField
              name="offre"
              label="Offre"
              value={d.offre}
              options={[
                { value: '', label: 'toutes' },
                ...offres.map((o) => ({ value: o.id, label: o.intitule })),
              ]}
            />
            <FilterField name="du" label="Du" value={formaterDate(d.du, 'chiffres')} />
            <FilterField name="au" label="Au" value={formaterDate(d.au, 'chiffres')} />
          </Filters>
          <Section
            titre="Réponses"
            id="reponses"
            outils={[{ libelle: 'Publier un résultat', href: withQuery(publierUrl(), { offre: d.offre }) }]}
          >
            {lu.totaux.recueils === 0 ? (
              <Empty titre="Aucun recueil sur cette période">
                Élargissez la période, ou envoyez ce questionnaire depuis la page d’une session.
              </Empty>
            ) : (
              <>
                <PhraseDesTotaux t={lu.totaux} seuil={seuil} />
                <Resultats resultats={lu.resultats} verbatims={lu.verbatims} />
                <Pagination
                  url={resultatsUrl()}
                  exports={[{ libelle: 'CSV', href: withQuery(resultatsCsvUrl(), enAdresse(d)) }]}
                />
              </>
            )}
          </Section>
          {lu.periodes.length > 0 ? <Tendance periodes={lu.periodes} /> : null}
        </Page>,
      )
    })
  })
  .get(resultatsCsvUrl(), exigerDroit('questionnaires.lire'), (c) => {
    const { db, clock } = c.get('services')
    return pourVisiteur(c, db, async (tx, visiteur) => {
      if (!peutTout(visiteur, 'questionnaires.lire'))
        return forbidden(c, 'Vous lisez les résultats de vos sessions, depuis la page de chacune.')
      const jour = aujourdhui(clock.now())
      const d = lireFiltre(c, jour)
      const { seuilAnonyme } = await lireReglage(tx)
      const posees = await questionsPosees(tx, d, jour, seuilAnonyme)
      const questions = new Map(posees.questions.map((q) => [q.id, q]))
      const lisible = lisibles(posees.questions, visiteur, posees.reservees)
      // La statistique ne nomme personne ; le suivi, nommé, s’exporte recueil par recueil.
      const lignes = await exporter(tx, d, jour, seuilAnonyme, { nommees: false })
      return repondreCsv(
        c,
        `resultats-${d.genre}`,
        enCsv(
          ['session', 'intitule', 'jour', 'reponse', 'question', 'valeur'],
          lignes.map((l) => {
            const q = questions.get(l.question.split('-')[0] ?? '')
            return [
              l.numero,
              l.intitule,
              l.jour,
              l.reponse,
              q ? direQuestion(q) : l.question,
              direValeur(q, l, lisible(q)),
            ]
          }),
        ),
      )
    })
  })
