import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId, type Id } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { majuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Envoi, exigerDroit, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import { type Intervenant, intervenants, type TiersId } from '#modules/tiers/index.ts'
import { derive, type TenantTx } from '#platform/db/index.ts'
import {
  Button,
  Empty,
  Etat,
  Exporter,
  Field,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { choix, date, facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { listerSituations } from '../db/situations.ts'
import {
  alertesDeVie,
  type EcheanceDeVie,
  echeancesDeVie,
  genresDeSituation,
  motEtapeDeVie,
  motSituation,
  type Situation,
  situationAu,
} from '../domain/situations.ts'
import { noterSituation, retirerSituation } from '../gestes/situations.ts'
import { situationsUrl, situationUrl } from '../liens.ts'
import { sousSonChamp } from './champs.ts'

const etape = z.object({
  genre: choix(genresDeSituation, { phrase: 'Choisissez ce qui commence.' }),
  du: date({ vide: 'Écrivez le jour.' }),
  au: facultatif(date()),
  note: texte({ max: 500 }),
})
const laquelle = z.object({ situation: identifiant((t) => asId<'Situation'>(t)) })

type Ligne = { readonly qui: Intervenant; readonly etapes: readonly Situation[] }

const lignesDe = async (tx: TenantTx): Promise<readonly Ligne[]> => {
  const [gens, toutes] = [await intervenants(tx), await listerSituations(tx)]
  return gens.map((qui) => ({ qui, etapes: toutes.filter((s) => s.personne === qui.personne) }))
}
const nomDe = (g: Intervenant) => `${g.prenom} ${g.nom}`.trim()

/** Une échéance, et le texte qui la fixe. */
export const DireEcheance = ({ e, jour }: { e: EcheanceDeVie; jour: DateCivile }) => (
  <>
    {formaterDate(e.jour)} : {e.quoi}
    {e.loi ? (
      <>
        {' '}
        <span class="loi">art. {e.loi}</span>
      </>
    ) : null}
    {e.jour < jour ? ', dépassé' : ''}
  </>
)

const Liste = ({ lignes, jour }: { lignes: readonly Ligne[]; jour: DateCivile }) => (
  <Page
    title="Parcours des personnes"
    lede="Candidature, contrat d’appui, contrat d’entrepreneur salarié, sociétariat, sortie : des dates, et ce qu’elles font échoir."
  >
    {lignes.length === 0 ? (
      <Empty titre="Personne n’a de fiche">
        Une personne qui anime a sa fiche d’intervenant : son parcours se note ensuite ici.
      </Empty>
    ) : (
      <>
        <Table
          legende="Où en est chaque personne"
          lignes={lignes}
          colonnes={[
            {
              titre: 'Personne',
              entete: true,
              cell: (l) => <a href={situationUrl({ personne: l.qui.personne })}>{nomDe(l.qui)}</a>,
            },
            {
              titre: 'Où elle en est',
              cell: (l) => {
                const s = situationAu(l.etapes, jour)
                return s ? (
                  <>
                    {majuscule(motSituation[s.genre])} <small>depuis le {formaterDate(s.du)}</small>
                  </>
                ) : (
                  'à noter'
                )
              },
            },
            {
              titre: 'Ce qui vient',
              cell: (l) => {
                const [e] = echeancesDeVie(l.etapes, jour)
                return e ? <DireEcheance e={e} jour={jour} /> : ''
              },
            },
            {
              titre: 'État',
              cell: (l) =>
                alertesDeVie(l.etapes, jour).length > 0 ? (
                  <Etat etat="manquant" mot="à décider" />
                ) : l.etapes.length === 0 ? (
                  <Etat etat="a-juger" mot="à noter" />
                ) : (
                  <Etat etat="prouve" mot="à jour" />
                ),
            },
          ]}
        />
        <p>
          <Exporter href={withQuery(situationsUrl(), { format: 'csv' })} />
        </p>
      </>
    )}
  </Page>
)

const horsCae = 'Le parcours d’une personne se tient dans une coopérative d’activité et d’emploi.'

export const situationsPages = new Hono<Env>().get(
  situationsUrl.modele,
  exigerDroit('situations.tenir'),
  (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!visiteur.cae) return forbidden(c, horsCae)
      const jour = jourLocal(c.get('services').clock.now(), ZONE_PAR_DEFAUT)
      const lignes = await lignesDe(tx)
      return c.req.query('format') === 'csv'
        ? repondreCsv(
            c,
            'parcours',
            enCsv(
              ['personne', 'etape', 'du', 'au', 'note'],
              lignes.flatMap((l) =>
                l.etapes.map((s) => [nomDe(l.qui), motEtapeDeVie[s.genre], s.du, s.au, s.note]),
              ),
            ),
          )
        : c.html(<Liste lignes={lignes} jour={jour} />)
    }),
)

type Lu = { readonly qui: Intervenant; readonly etapes: readonly Situation[]; readonly jour: DateCivile }

/** Le parcours d’une personne : ses étapes, ce qu’elles font échoir, et la suivante à noter. */
export const situationPage = pageEtGestes({
  lien: situationUrl,
  droit: 'situations.tenir',
  async lire(tx, params, { visiteur, le }): Promise<Lu | undefined> {
    const id = asId<'Tiers'>(params.personne)
    const qui = visiteur.cae && id ? (await intervenants(tx)).find((g) => g.personne === id) : undefined
    return qui
      ? {
          qui,
          etapes: await listerSituations(tx, qui.personne as TiersId),
          jour: jourLocal(le, ZONE_PAR_DEFAUT),
        }
      : undefined
  },
  vue: (_tx, { qui, etapes, jour }, revenu) => {
    const ici = situationUrl({ personne: qui.personne })
    const f = (
      revenu?.geste === 'noter' ? revenu.form : emptyForm(undefined, { du: formaterDate(jour, 'chiffres') })
    ) as FormOf<typeof etape>
    const echeances = echeancesDeVie(etapes, jour)
    return (
      <Page
        title={nomDe(qui)}
        path={[{ libelle: 'Parcours des personnes', href: situationsUrl() }]}
        alert={revenu?.form.alert}
      >
        {echeances.length > 0 ? (
          <Section titre="Ce qui vient" id="echeances" sous="Le temps de contrat d’appui est déduit.">
            <ul>
              {echeances.map((e) => (
                <li>
                  <DireEcheance e={e} jour={jour} />
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
        <Section titre="Étapes" id="etapes">
          {etapes.length === 0 ? (
            <p>Aucune étape n’est notée.</p>
          ) : (
            <Table
              legende="Étapes du parcours"
              lignes={etapes}
              colonnes={[
                {
                  titre: 'Étape',
                  entete: true,
                  cell: (s) => (
                    <>
                      {motEtapeDeVie[s.genre]} {s.note ? <small>{s.note}</small> : null}
                    </>
                  ),
                },
                {
                  titre: 'Quand',
                  cell: (s) =>
                    s.au === null
                      ? `le ${formaterDate(s.du)}`
                      : `du ${formaterDate(s.du)} au ${formaterDate(s.au)}`,
                },
                {
                  titre: 'Geste',
                  cell: (s) =>
                    s.id === etapes.at(-1)?.id ? (
                      <Form form={emptyForm()} action={`${ici}/oter`} classe="">
                        <input type="hidden" name="situation" value={s.id} />
                        <Button genre="link">
                          Ôter<span class="unseen"> {motEtapeDeVie[s.genre]}</span>
                        </Button>
                      </Form>
                    ) : (
                      ''
                    ),
                },
              ]}
            />
          )}
        </Section>
        <Section titre="Noter une étape" id="noter">
          <Form
            form={f}
            action={`${ici}/noter`}
            noms={{ genre: 'Ce qui commence', du: 'Le', au: 'Terme du contrat d’appui', note: 'Note' }}
            classe="suite-f"
          >
            <div class="champs">
              <RadioGroup
                form={f}
                name="genre"
                label="Ce qui commence"
                options={genresDeSituation.map((g) => ({ value: g, label: motEtapeDeVie[g] }))}
              />
              <Field form={f} name="du" label="Le" inputmode="numeric" />
              <Field
                form={f}
                name="au"
                label="Terme du contrat d’appui"
                inputmode="numeric"
                hint="Pour un CAPE : douze mois au plus, deux renouvellements."
                optional
              />
              <Field form={f} name="note" label="Note" maxlength={500} optional />
            </div>
            <p>
              <Button genre="call">Noter cette étape</Button>
            </p>
          </Form>
        </Section>
      </Page>
    )
  },
  gestes: {
    noter: petitGeste<typeof etape, Lu, undefined>({
      champs: etape,
      droit: 'situations.tenir',
      faire: (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof etape>>) =>
        sousSonChamp(
          etape,
          noterSituation(
            tx,
            { personne: lu.qui.personne, activite: lu.qui.activite },
            {
              id: derive<'Situation'>(cle, JSON.stringify([lu.qui.personne, data]), 0),
              genre: data.genre,
              du: data.du,
              au: data.genre === 'cape' ? (data.au ?? null) : null,
              note: data.note,
            },
            le,
          ),
        ),
      suite: (_fait, lu) => ({
        vers: situationUrl({ personne: lu.qui.personne }),
        dit: { genre: 'fait', fort: 'L’étape est notée.' },
      }),
    }),
    oter: petitGeste<typeof laquelle, Lu, undefined>({
      champs: laquelle,
      droit: 'situations.tenir',
      faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof laquelle>>) => {
        const s = lu.etapes.find((x) => x.id === (data.situation as Id<'Situation'>))
        return s
          ? retirerSituation(tx, s, le)
          : refuser('introuvable', 'Cette étape n’est plus notée : relisez la page.')
      },
      suite: (_fait, lu) => ({
        vers: situationUrl({ personne: lu.qui.personne }),
        dit: { genre: 'fait', fort: 'L’étape est ôtée.' },
      }),
    }),
  },
})
