import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  type EnseigneLue,
  type Envoi,
  listerEnseignes,
  pageEtGestes,
  petitGeste,
  peutSuivre,
} from '#modules/organisme/index.ts'
import { intervenants } from '#modules/tiers/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, Empty, Etat, Field, Form, Page, Section, Table, TextArea } from '#web/components.tsx'
import { date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { enseignesTenues } from '../db/enseignes.ts'
import { cadresDeLaMarque } from '../db/missions.ts'
import { lireParts, type Part, partsDuJour, resteALaMarque } from '../domain/activite-commune.ts'
import { datesTropLoin, type MissionLue, pourCent } from '../domain/missions.ts'
import { envoyerConvention, etablirConvention } from '../gestes/activite-commune.ts'
import { idDePart, proposerActiviteCommune } from '../gestes/marque-commune.ts'
import {
  type Exemplaire,
  exemplairesDe,
  type PartieCommune,
  partiesCommunes,
} from '../lecture/activite-commune.ts'
import { communeUrl, missionsUrl, missionUrl, repartirUrl } from '../liens.ts'
import { champFaux, champsFaux, sousSonChamp } from './champs.ts'
import { ConventionCommune } from './convention-commune-vue.tsx'

const champs = z.object({
  objet: texte({ min: 3, max: 300, vide: 'Dites en une ligne ce que vous faites ensemble.' }),
  parts: texte({ min: 1, max: 4000, vide: 'Écrivez une enseigne et sa part par ligne.' }),
  du: date({ vide: 'Écrivez le premier jour.' }),
  au: facultatif(date()),
})
const rien = z.object({})
const pourToutes = (lu: Lu) =>
  lu.partout || 'L’équipe d’appui, qui agit pour toutes ces enseignes, établit leur convention.'
type Lu = {
  readonly collective: EnseigneLue
  readonly toutes: readonly EnseigneLue[]
  /** Vrai : qui lit agit pour la marque. */
  readonly tenue: boolean
  readonly cadres: readonly MissionLue[]
  readonly gens: ReadonlyMap<string, string>
  readonly parties: readonly PartieCommune[]
  readonly exemplaires: readonly Exemplaire[]
  /** Vrai : qui lit agit pour toutes les enseignes de la convention. */
  readonly partout: boolean
}
const partsDe = (cadres: readonly MissionLue[]): readonly Part[] =>
  cadres.map((c) => ({ activite: c.vendeuse, taux: c.taux ?? 0 }))

/**
 * L’activité que plusieurs enseignes mènent ensemble : la convention qui répartit ce qu’elle rapporte (décret n° 2015-1363). Elle est faite des
 * cadres que chaque enseigne accorde ; la marque les lit toutes, une enseigne la sienne.
 */
export const communePage = (services: Services) =>
  pageEtGestes({
    lien: communeUrl,
    droit: 'activites.lire',
    async lire(tx, params, { visiteur, le }): Promise<Lu | undefined> {
      const id = visiteur.cae ? asId<'Activite'>(params.activite) : undefined
      const toutes = id ? await listerEnseignes(tx) : []
      const collective = toutes.find((e) => e.id === id && !e.commune)
      if (!collective) return undefined
      const cadres = await cadresDeLaMarque(tx, collective.id, le)
      const tenue = (await enseignesTenues(tx, [collective])).length > 0
      if (!tenue && cadres.length === 0) return undefined
      const parEnseigne = Map.groupBy(await intervenants(tx), (g) => g.activite as string)
      const communes = await partiesCommunes(tx, collective, cadres)
      const parties = tenue ? communes : communes.filter((p) => p.activite !== collective.id)
      return {
        parties,
        exemplaires: await exemplairesDe(tx, collective.id, parties),
        partout:
          (await enseignesTenues(tx, [collective, ...parties.map((p) => ({ id: p.activite }))])).length ===
          parties.length + 1,
        collective,
        toutes,
        tenue,
        cadres,
        gens: new Map(
          [...parEnseigne].map(([a, l]) => [a, l.map((g) => `${g.prenom} ${g.nom}`.trim()).join(', ')]),
        ),
      }
    },
    vue: (_tx, { collective, tenue, cadres, gens, exemplaires, partout }, revenu, { le }) => {
      const f = (revenu?.form ??
        emptyForm(undefined, { du: formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'chiffres') })) as FormOf<
        typeof champs
      >
      const reste = resteALaMarque(partsDe(partsDuJour(cadres, jourLocal(le, ZONE_PAR_DEFAUT))))
      return (
        <Page
          title={`L’activité commune ${collective.nom}`}
          path={[{ libelle: 'Entre enseignes', href: missionsUrl() }]}
          lede="Quand plusieurs personnes mènent une activité commune, elles signent avec la coopérative une convention qui répartit ce qu’elle rapporte (décret n° 2015-1363)."
          alert={f.alert}
        >
          {cadres.length === 0 ? (
            <Empty titre="Rien n’est encore convenu">
              Proposez les parts : chaque enseigne accorde la sienne, et la convention vaut pour elle de ce
              jour.
            </Empty>
          ) : (
            <Section
              titre="La convention"
              id="convention"
              sous={
                tenue
                  ? `Il reste ${pourCent(reste)} à la marque commune.`
                  : 'Votre part ; les autres ne se lisent pas d’ici.'
              }
            >
              <Table
                legende="Les parts, et qui les a accordées"
                lignes={cadres}
                colonnes={[
                  {
                    titre: 'Enseigne',
                    entete: true,
                    cell: (c) => (
                      <>
                        <a href={missionUrl({ mission: c.id })}>{c.nomVendeuse}</a>{' '}
                        <small>{gens.get(c.vendeuse) ?? ''}</small>
                      </>
                    ),
                  },
                  { titre: 'Part', nombre: true, cell: (c) => pourCent(c.taux ?? 0) },
                  {
                    titre: 'Depuis',
                    cell: (c) => `${formaterDate(c.du)}${c.au ? `, jusqu’au ${formaterDate(c.au)}` : ''}`,
                  },
                  {
                    titre: 'Accord',
                    cell: (c) =>
                      c.reponduLe ? (
                        <Etat
                          etat="prouve"
                          mot={`accordée le ${formaterDate(jourLocal(c.reponduLe, ZONE_PAR_DEFAUT))}`}
                        />
                      ) : (
                        <Etat etat="a-venir" mot="attend sa réponse" />
                      ),
                  },
                ]}
              />
              {tenue && peutSuivre('missions.tenir') && cadres.some((c) => c.etat === 'accordee') ? (
                <p>
                  <a href={repartirUrl()}>Répartir ce que la marque a reçu, en autant de bons</a>
                </p>
              ) : null}
            </Section>
          )}
          {cadres.length > 0 ? (
            <ConventionCommune
              exemplaires={exemplaires}
              action={communeUrl({ activite: collective.id })}
              tient={partout && peutSuivre('pieces.viser')}
              attend={cadres.some((c) => c.etat === 'demandee')}
            />
          ) : null}
          {tenue && peutSuivre('missions.tenir') ? (
            <Section
              titre="Proposer des parts"
              id="proposer"
              sous="Chaque enseigne reçoit la sienne, et l’accorde ou la refuse."
            >
              <Form
                form={f}
                action={`${communeUrl({ activite: collective.id })}/proposer`}
                noms={{ objet: 'Ce que vous faites ensemble', parts: 'Les parts', du: 'Du', au: 'Au' }}
                classe="suite-f"
              >
                <div class="champs">
                  <Field form={f} name="objet" label="Ce que vous faites ensemble" maxlength={300} />
                  <TextArea
                    form={f}
                    name="parts"
                    label="Les parts"
                    hint="une par ligne : Fil à plomb : 40"
                    rows={4}
                  />
                  <Field form={f} name="du" label="Du" inputmode="numeric" />
                  <Field form={f} name="au" label="Au" inputmode="numeric" optional />
                </div>
                <p>
                  <Button genre="call">Proposer ces parts</Button>
                </p>
              </Form>
            </Section>
          ) : null}
        </Page>
      )
    },
    gestes: {
      proposer: petitGeste<typeof champs, Lu, number>({
        champs,
        droit: 'missions.tenir',
        peut: (lu) => lu.tenue || 'Qui tient la marque commune en propose les parts.',
        faire: async (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof champs>>) => {
          const au = data.au ?? null
          const loin = champsFaux(
            datesTropLoin({ genre: 'cadre', du: data.du, au }, jourLocal(le, ZONE_PAR_DEFAUT)),
          )
          if (loin) return loin
          // Un double envoi lit ce que le premier vient de proposer : ces parts-là sont les siennes.
          const autres = lu.cadres.filter((c) => c.id !== idDePart(cle, c.vendeuse))
          const lues = lireParts(data.parts, lu.toutes, lu.collective.id, partsDe(autres))
          if (!lues.ok) return champFaux('parts', lues.error.phrase)
          return sousSonChamp(
            champs,
            proposerActiviteCommune(
              tx,
              lu.collective.id,
              { objet: data.objet, parts: lues.value, du: data.du, au, jeton: cle },
              le,
            ),
          )
        },
        suite: (n, lu) => ({
          vers: communeUrl({ activite: lu.collective.id }),
          dit: {
            genre: 'fait',
            fort: `${compter(n, 'part')} ${accorder(n, 'proposée')}.`,
            suite: 'Chaque enseigne accorde la sienne.',
          },
        }),
      }),
      etablir: petitGeste<typeof rien, Lu, number>({
        champs: rien,
        droit: 'pieces.viser',
        peut: pourToutes,
        faire: (tx, { lu, le }) => etablirConvention(services, tx, lu.collective, le),
        suite: (n, lu) => ({
          vers: communeUrl({ activite: lu.collective.id }),
          dit: {
            genre: 'fait',
            fort: `${compter(n, 'exemplaire')} ${accorder(n, 'établi')}.`,
            suite: 'Ils attendent leur visa ; chaque personne reçoit ensuite un lien pour signer le sien.',
          },
        }),
      }),
      envoyer: petitGeste<
        typeof rien,
        Lu,
        { readonly partis: number; readonly sansAdresse: readonly string[] }
      >({
        champs: rien,
        droit: 'pieces.viser',
        peut: pourToutes,
        faire: (tx, { lu, visiteur }) => envoyerConvention(services, tx, visiteur, lu.exemplaires),
        suite: ({ partis, sansAdresse }, lu) => ({
          vers: communeUrl({ activite: lu.collective.id }),
          dit: {
            genre: 'fait',
            fort: `${compter(partis, 'lien')} ${partis > 1 ? 'partent' : 'part'}.`,
            suite:
              sansAdresse.length > 0
                ? `Aucune adresse à la fiche de ${sansAdresse.join(', ')} : son lien reste à envoyer.`
                : 'La direction signe chaque exemplaire sur sa page.',
          },
        }),
      }),
    },
  })
