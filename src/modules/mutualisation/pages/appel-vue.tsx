// Long parce que l’appel, ses réponses, ce que chacune peut être et qui répond se lisent d’une seule page.
import { formaterDate } from '#kernel/dates.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter, de, enumerer, majuscule, minuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import {
  Button,
  CheckboxField,
  CheckboxGroup,
  Definitions,
  Etat,
  Facts,
  Field,
  Form,
  Page,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { emptyForm, type FormState } from '#web/form.ts'
import {
  type Appel,
  direHeures,
  direJours,
  direPrix,
  etatDAppel,
  formesDe,
  type JugementDeDate,
  motsDAppel,
  parts,
  portees,
  type Reponse,
} from '../domain/appels.ts'
import { dernierJour } from '../domain/courant.ts'
import type { RangDEquite } from '../domain/equite.ts'
import { valeursDe } from '../domain/formes/faits.ts'
import { motsDesChoix } from '../domain/formes/mots.ts'
import { type EtatDeMission, etatsDeMission } from '../domain/missions.ts'
import type { FicheId } from '../domain/vivier.ts'
import { appelsUrl, appelUrl, ficheUrl, maFicheUrl, missionUrl, vivierUrl } from '../liens.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'

/** Qui peut répondre d’ici : la personne d’abord, puis celles de sa coopérative dont elle répond. */
export type Repondant = { readonly fiche: FicheId; readonly nom: string; readonly moi: boolean }
export type AppelLu = {
  readonly a: Appel
  readonly le: Date
  readonly reponses: readonly Reponse[]
  readonly rangs: readonly RangDEquite[]
  readonly repondants: readonly Repondant[]
  /** Ce que valent les dates pour la personne qui regarde, si elle a une fiche. */
  readonly dates: readonly JugementDeDate[]
  readonly sansFiche: boolean
}

const euros = (c: number) => formaterMontant(centimes(c))
const dateDe = (a: Appel, rang: number) => direJours(a.dates.find((d) => d.rang === rang)?.jours ?? [])
const formDe = (revenu: Revenu, nom: string, cle?: string, depart?: Record<string, string>): FormState =>
  revenu?.geste === nom && (cle === undefined || revenu.form.values.get('reponse')?.[0] === cle)
    ? revenu.form
    : emptyForm(undefined, depart)

const Demande = ({ a }: { a: Appel }) => (
  <Section titre="Ce qui est demandé" id="demande">
    <Definitions
      lignes={(
        [
          [
            'Dates possibles',
            enumerer(
              a.dates.map((d) => direJours(d.jours)),
              'ou',
            ),
          ],
          ['Heures', direHeures(a)],
          [
            'Qui apprend',
            [a.publics, a.stagiaires ? compter(a.stagiaires, 'personne') : ''].filter(Boolean).join(', '),
          ],
          ['Attendu', a.attendus],
          ['Exigences', a.exigences],
          [
            'Qui donne les consignes',
            motsDesChoix.dirige.reponses[a.dirige].replace('la vôtre', a.cooperative),
          ],
          ['Qui paie l’action', motsDesChoix.payeur.reponses[a.payeur]],
        ] as const
      ).filter(([, v]) => v !== '')}
    />
  </Section>
)

const etatDeReponse = (r: Reponse): readonly ['prouve' | 'partiel' | 'a-venir' | 'sans-objet', string] =>
  r.etat !== null && Object.hasOwn(etatsDeMission, r.etat)
    ? etatsDeMission[r.etat as EtatDeMission]
    : r.ecarteeLe
      ? ['sans-objet', 'écartée']
      : ['partiel', 'attend le choix']

/** Les formes que cette réponse peut prendre, et celles qu’elle ne peut pas, chacune avec son article. */
const Formes = ({ a, r }: { a: Appel; r: Reponse }) => {
  const { permises, interdites } = formesDe(a, r)
  return (
    <details class="volet" open={permises.length === 0}>
      <summary>
        {permises.length > 0
          ? `Forme : ${enumerer(
              permises.map((p) => minuscule(p.forme.nom)),
              'ou',
            )}`
          : 'Aucune forme n’est permise'}
      </summary>
      <ul>
        {permises.flatMap((p) =>
          p.avertissements.map((x) => (
            <li>
              {p.forme.nom} : {x.dit} <span class="loi">{x.article}</span>
            </li>
          )),
        )}
        {interdites.flatMap((p) =>
          p.raisons.map((x) => (
            <li>
              <Etat etat="manquant" mot="interdite" /> {p.forme.nom} : {x.dit}{' '}
              <span class="loi">{x.article}</span>
            </li>
          )),
        )}
      </ul>
      <p class="note">
        Calculé d’après ce que l’appel et la réponse disent ; certificat et déclaration de l’autre sont
        supposés en vigueur. À faire valider par votre union ou votre conseil.
      </p>
    </details>
  )
}

const UneReponse = ({
  lu: { a, rangs },
  r,
  revenu,
  seul,
}: {
  lu: AppelLu
  r: Reponse
  revenu: Revenu
  seul: boolean
}) => {
  const ici = appelUrl({ appel: a.appel })
  const rang = rangs.find((x) => x.id === r.reponse)
  const libres = r.rangs.filter((n) => !r.pris.includes(n))
  const formes = formesDe(a, r).permises
  const [etat, mot] = etatDeReponse(r)
  const vive = r.etat === 'demandee' || r.etat === 'option' || r.etat === 'ferme' || r.etat === 'faite'
  const choisir = formDe(revenu, 'choisir', r.reponse)
  return (
    <article class="forme">
      <h3>
        {rang ? `${rang.rang}. ` : ''}
        {r.fiche ? <a href={ficheUrl({ fiche: r.fiche })}>{r.nom}</a> : r.nom} <small>{r.cooperative}</small>{' '}
        <Etat etat={etat} mot={mot} />
      </h3>
      {r.message ? <p>« {r.message} »</p> : null}
      {r.ecarteeLe && r.motif ? <p>Écartée : « {r.motif} » La personne seule lit ce motif.</p> : null}
      <Formes a={a} r={r} />
      {r.mission && vive ? (
        <p>
          <a href={missionUrl({ mission: r.mission })}>Ouvrir la mission</a>
        </p>
      ) : r.rompue ? (
        <p>La personne, ou sa coopérative, n’y donne pas suite : choisissez une autre réponse.</p>
      ) : r.ecarteeLe || a.issue === 'retire' ? null : (
        <>
          {libres.length > 0 && formes.length > 0 ? (
            <Form form={choisir} action={`${ici}/choisir`} classe="court">
              <input type="hidden" name="reponse" value={r.reponse} />
              <SelectField
                form={choisir}
                name="rang"
                cle={r.reponse}
                label="Date"
                options={libres.map((n) => ({ value: String(n), label: dateDe(a, n) }))}
              />
              <SelectField
                form={choisir}
                name="forme"
                cle={r.reponse}
                label="Forme"
                options={formes.map((p) => ({ value: p.forme.code, label: p.forme.nom }))}
              />
              <p class="gestes-l">
                <Button {...(seul ? { genre: 'call' as const } : {})}>Poser une option sur {r.nom}</Button>
              </p>
            </Form>
          ) : (
            <p>
              {libres.length === 0
                ? 'Ses dates ont été prises depuis.'
                : 'Aucune forme n’est permise : rien ne se retient.'}
            </p>
          )}
          <details
            class="volet"
            open={revenu?.geste === 'ecarter' && formDe(revenu, 'ecarter', r.reponse) === revenu.form}
          >
            <summary>Écarter la réponse {de(r.nom)}</summary>
            <Form form={formDe(revenu, 'ecarter', r.reponse)} action={`${ici}/ecarter`} classe="court">
              <input type="hidden" name="reponse" value={r.reponse} />
              <TextArea
                form={formDe(revenu, 'ecarter', r.reponse)}
                name="motif"
                cle={r.reponse}
                label="Pourquoi"
                rows={2}
                hint="la personne seule le lit"
              />
              <p class="gestes-l">
                <Button genre="grave">Écarter</Button>
              </p>
            </Form>
          </details>
        </>
      )}
    </article>
  )
}

const Reponses = ({ lu, revenu }: { lu: AppelLu; revenu: Revenu }) => {
  const { a, rangs } = lu
  const venues = lu.reponses.filter((r) => r.pourNous)
  const rangDe = (r: Reponse) => rangs.find((x) => x.id === r.reponse)?.rang ?? 1000
  const rangees = venues.toSorted((x, y) => rangDe(x) - rangDe(y))
  const choisie = rangees.find((r) => r.etat === null && r.ecarteeLe === null)
  return (
    <Section
      titre={venues.length === 0 ? 'Réponses' : majuscule(compter(venues.length, 'réponse'))}
      id="reponses"
      sous="Par équité : d’abord qui a le moins de journées du pôle, des douze derniers mois ou à venir. Choisir reste à vous."
    >
      {venues.length === 0 ? (
        <p>Personne n’a encore répondu.</p>
      ) : (
        <>
          <Table
            legende="Les réponses, critère par critère"
            lignes={rangees}
            colonnes={[
              {
                titre: 'Personne',
                entete: true,
                cell: (r) => (
                  <>
                    {r.nom} <small>{r.cooperative}</small>
                  </>
                ),
              },
              {
                titre: 'Journées, douze mois',
                cell: (r) =>
                  `${rangs.find((x) => x.id === r.reponse)?.pourquoi ?? ''}${r.joursChezVous ? ` ; dont ${r.joursChezVous} chez vous` : ''}`,
              },
              {
                titre: 'Propose',
                cell: (r) =>
                  `${parts[r.part]}, ${enumerer(
                    r.rangs.map((n) => `${dateDe(a, n)}${r.pris.includes(n) ? ' (prise depuis)' : ''}`),
                    'ou',
                  )}`,
              },
              { titre: 'Statut', cell: (r) => motsDesChoix.statut.reponses[r.statut] },
              {
                titre: 'Demandé, hors taxes',
                nombre: true,
                cell: (r) => `${euros(r.prix)}${r.auCout ? ', au coût' : ''}`,
              },
            ]}
          />
          {rangees.map((r) => (
            <UneReponse lu={lu} r={r} revenu={revenu} seul={r === choisie} />
          ))}
        </>
      )}
    </Section>
  )
}

const Clore = ({ a }: { a: Appel }) =>
  a.closLe ? null : (
    <Section titre="Clore" id="clore" sous="Plus personne n’y répond ; les missions posées restent.">
      <Bouton vers={`${appelUrl({ appel: a.appel })}/clore`} cache={{ issue: 'pourvu' }}>
        L’appel est pourvu
      </Bouton>
      <Bouton vers={`${appelUrl({ appel: a.appel })}/clore`} cache={{ issue: 'retire' }} genre="grave">
        Retirer l’appel
      </Bouton>
    </Section>
  )

const direDate = (j: JugementDeDate): string =>
  j.prise
    ? 'vous êtes déjà pris ou prise'
    : j.proche
      ? `à moins de deux semaines de votre mission du ${formaterDate(j.proche, 'court')}`
      : 'libre au planning'

const Miennes = ({ lu }: { lu: AppelLu }) => {
  const ici = appelUrl({ appel: lu.a.appel })
  const faites = lu.reponses.filter((r) => !r.pourNous)
  if (faites.length === 0) return null
  return (
    <Section titre="Nos réponses" id="faites">
      {faites.map((r) => {
        const [etat, mot] = etatDeReponse(r)
        return (
          <article class="forme">
            <h3>
              {r.nom} <Etat etat={etat} mot={mot} />
            </h3>
            <p>
              {majuscule(parts[r.part])},{' '}
              {enumerer(
                r.rangs.map((n) => dateDe(lu.a, n)),
                'ou',
              )}
              , {euros(r.prix)} hors taxes{r.auCout ? ', au coût' : ''}. Réponse{' '}
              {r.par === 'personne' ? 'de la personne' : 'de la coopérative'}, le{' '}
              {formaterDate(jourLocal(r.faiteLe, ZONE_PAR_DEFAUT))}.
            </p>
            {r.mienne && r.motif ? (
              <p>
                {lu.a.cooperative} vous répond : « {r.motif} » Vous seul ou seule le lisez.
              </p>
            ) : null}
            {r.mission && r.etat !== 'annulee' && r.etat !== 'expiree' && r.etat !== 'refusee' ? (
              <p>
                <a href={missionUrl({ mission: r.mission })}>Ouvrir la mission</a>
              </p>
            ) : (
              <Bouton vers={`${ici}/retirer`} cache={{ reponse: r.reponse }}>
                Retirer cette réponse
              </Bouton>
            )}
          </article>
        )
      })}
    </Section>
  )
}

const Repondre = ({ lu, revenu }: { lu: AppelLu; revenu: Revenu }) => {
  const { a, repondants } = lu
  const form = formDe(revenu, 'repondre', undefined, {
    ...(repondants[0] && { fiche: repondants[0].fiche }),
    part: 'tout',
    ...(a.prixGenre === 'fixe' &&
      a.prixMin !== null && { prix: (a.prixMin / 100).toFixed(2).replace('.', ',') }),
  })
  if (etatDAppel(a, lu.le) !== 'ouvert')
    return (
      <Section titre="Répondre" id="repondre">
        <p>On ne répond plus à cet appel.</p>
      </Section>
    )
  return (
    <Section
      titre="Répondre"
      id="repondre"
      sous="La réponse de la personne vaut son accord pour les dates dites."
    >
      {repondants.length === 0 ? (
        <p>
          {lu.sansFiche && peutSuivre('vivier.ecrire') ? (
            <>
              Vous répondez avec votre fiche du vivier : <a href={maFicheUrl()}>écrivez-la</a>, et acceptez de
              la montrer.
            </>
          ) : lu.reponses.length > 0 && lu.reponses.every((r) => r.mienne) ? (
            'Vous avez répondu.'
          ) : lu.reponses.length > 0 ? (
            'Chaque personne dont vous répondez, et qui montre sa fiche à celle-ci, a répondu.'
          ) : (
            'Personne de votre coopérative, dont vous répondez, ne montre sa fiche à celle-ci.'
          )}
        </p>
      ) : (
        <Form form={form} action={`${appelUrl({ appel: a.appel })}/repondre`} classe="court">
          <p>
            {a.cooperative} lira le nom de la personne, sa coopérative et cette réponse. Aucune autre ne la
            lit.
          </p>
          <SelectField
            form={form}
            name="fiche"
            label="Qui intervient"
            options={repondants.map((r) => ({ value: r.fiche, label: r.moi ? `${r.nom} (moi)` : r.nom }))}
          />
          <CheckboxGroup
            form={form}
            name="rangs"
            label="Dates possibles"
            options={a.dates.map((d) => {
              const j = lu.dates.find((x) => x.rang === d.rang)
              return {
                value: String(d.rang),
                label: `${direJours(d.jours)}${j ? ` : ${repondants.length > 1 ? 'pour vous, ' : ''}${direDate(j)}` : ''}`,
              }
            })}
          />
          <RadioGroup
            form={form}
            name="part"
            label="Je propose"
            options={Object.entries(parts).map(([value, label]) => ({ value, label }))}
          />
          <Field
            form={form}
            name="prix"
            label="Prix, hors taxes"
            inputmode="decimal"
            unite="€"
            hint={`pour ce que vous proposez ; l’appel dit : ${direPrix(a)}`}
          />
          <CheckboxField form={form} name="cout" label="au coût : salaire chargé et frais, rien de plus" />
          <SelectField
            form={form}
            name="statut"
            label="La personne est"
            vide="choisir"
            options={valeursDe.statut.map((s) => ({
              value: s,
              label: motsDesChoix.statut.reponses[s].replace('l’autre coopérative', 'votre coopérative'),
            }))}
          />
          <TextArea form={form} name="message" label="Un mot, une question" rows={2} optional />
          <p class="gestes-l">
            <Button genre="call">Répondre à l’appel</Button>
          </p>
        </Form>
      )}
    </Section>
  )
}

export const VueDAppel = ({ lu, revenu }: { lu: AppelLu; revenu: Revenu }) => {
  const { a } = lu
  const [etat, mot] = motsDAppel[etatDAppel(a, lu.le)]
  const choisit = a.mien && peutSuivre('appels.tenir')
  return (
    <Page
      title={a.objet}
      path={[
        { libelle: 'Vivier', href: vivierUrl() },
        { libelle: 'Appels', href: appelsUrl() },
      ]}
      alert={revenu?.form.alert}
      facts={
        <Facts
          faits={[
            ['Appel', <Etat etat={etat} mot={mot} />],
            ['De', `${a.cooperative}, ${a.nomDuPole}`],
            ...(a.mien
              ? ([['Se montre à', a.choisies?.length ? enumerer(a.choisies) : portees[a.vuDe]]] as const)
              : []),
            ['On répond jusqu’au', `soir du ${formaterDate(dernierJour(a.jusquAu))}`],
            ['Lieu', a.lieu],
            ['Prix', direPrix(a)],
          ]}
        />
      }
    >
      {choisit ? <Reponses lu={lu} revenu={revenu} /> : null}
      {a.mien ? null : <Miennes lu={lu} />}
      <Demande a={a} />
      {a.mien ? null : <Repondre lu={lu} revenu={revenu} />}
      {choisit ? <Clore a={a} /> : null}
    </Page>
  )
}
