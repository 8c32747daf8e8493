import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { compter, de as elider, enumerer } from '#kernel/texte.ts'
import type { PieceSuivie } from '#modules/documents/index.ts'
import { Vers } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import { type Contact, personneUrl } from '#modules/tiers/index.ts'
import {
  Button,
  ButtonLink,
  CheckboxField,
  CheckboxGroup,
  Empty,
  Etat,
  Field,
  Form,
  Table,
} from '#web/components.tsx'
import { choix, date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import type { TitulaireLu } from '../db/cpf.queries.ts'
import type { DossierLu, RemiseLue } from '../db/dossiers.queries.ts'
import { etatComplet, type Inscrit } from '../db/inscriptions.queries.ts'
import type { ManqueADistance } from '../domain/a-distance.ts'
import type { douteDeligibilite } from '../domain/cpf.ts'
import { statutsF1 } from '../domain/dossier.ts'
import { motEtatInscription, tientUnePlace } from '../domain/etats.ts'
import { refusDInscrire } from '../domain/ouverture.ts'
import { direRemises, serviParLien } from '../domain/remises.ts'
import { direRetenus, type Retenu } from '../gestes/passer-inscription.ts'
import { retientInscription } from '../lecture/ce-qui-retient.ts'
import type { Membre } from '../lecture/equipe.ts'
import { dossierUrl, etatInscriptionUrl, inscrireUrl } from '../liens.ts'
import { issueDInscrire } from './issues.ts'
import { Retenues, type UneRetenue } from './retenues.tsx'

/** Les gestes de la page d'un dossier : chaque formulaire dit lequel (`quoi`), pour que la touche Entrée suffise. */
export const fields = z.object({
  quoi: choix(
    [
      'signature',
      'demarrer',
      'retracter',
      'anticiper',
      'remise',
      'accuser',
      'accuse-papier',
      'definitif',
      'signataire',
      'confier',
      'rattacher',
      'numero-cpf',
      'declarer-entree',
      'declarer-sortie',
    ],
    {
      phrase: 'Choisissez un des boutons de la page.',
    },
  ),
  jour: facultatif(date()),
  remisLe: facultatif(date()),
  recuLe: facultatif(date()),
  envoyeeLe: facultatif(date()),
  anticipe: texte({ max: 5 }),
  accuse: texte({ max: 5 }),
  /** À qui la page disait qu’il restait à remettre : personne d’inscrit entre-temps ne s’y ajoute. */
  pour: texte({ max: 40_000 }),
  motif: texte({ max: 1000 }),
  qui: texte({ max: 40 }),
  /** Qui, inscrit sans dossier, rejoint celui-ci. */
  rattaches: z.union([z.string(), z.array(z.string()).max(500)]).optional(),
  numero: texte({ max: 100 }),
  version: texte({ max: 10 }),
})
export type Formulaire = FormOf<typeof fields>

export type Vu = {
  readonly form: Formulaire
  readonly session: SessionLue
  readonly d: DossierLu
  readonly siens: readonly Inscrit[]
  /** Sans dossier encore, et qui peuvent rejoindre celui-ci ; coché d’avance quand c’est sans doute le leur. */
  readonly aRattacher: readonly { readonly i: Inscrit; readonly coche: boolean }[]
  readonly remises: readonly RemiseLue[]
  readonly maintenant: Date
  readonly peut: boolean
  readonly pieces: readonly PieceSuivie[]
  /** A le droit d’émettre une pièce ; de la signer pour la coopérative. */
  readonly emet: boolean
  /** Établir la convention ou le contrat : sans `emet`, elle attendra le visa. */
  readonly etablit: boolean
  readonly signe: boolean
  /** Ce qui manque à toute pièce de la session : dit à la place des boutons qui en émettraient une. */
  readonly retenues: readonly UneRetenue[]
  /** Ce que la part à distance demande, et qui n’empêche pas d’émettre. */
  readonly aDistance: readonly ManqueADistance[]
  /** Les contacts du client, qui peut signer d’abord. */
  readonly contacts: readonly Contact[]
  /** À qui ce client peut être confié ; vide pour qui n’en décide pas. */
  readonly membres: readonly Membre[]
  /** Qui le suit, par son nom. */
  readonly suivi: string | undefined
  /** D’un dossier payé par le compte personnel de formation : qui vient, et pourquoi le compte pourrait ne pas payer. */
  readonly titulaires: readonly TitulaireLu[]
  readonly doute: ReturnType<typeof douteDeligibilite>
}

export const Quoi = ({ quoi }: { quoi: z.output<typeof fields>['quoi'] }) => (
  <input type="hidden" name="quoi" value={quoi} />
)

/** La pièce que ce client attend n’est pas émise, et pourrait l’être : des gens, et l’échéancier d’un contrat. */
export const attendSaPiece = ({ d, siens, pieces, etablit }: Vu): boolean => {
  const principal = d.regime === 'contrat' ? 'contrat' : 'convention'
  return (
    etablit &&
    (d.regime === 'contrat' || d.regime === 'convention') &&
    !d.signeLe &&
    siens.length > 0 &&
    (d.regime !== 'contrat' || d.echeances.length > 0) &&
    !pieces.some((p) => p.genre === principal)
  )
}

/** Qui fut inscrit avant que ce dossier n’existe : un bouton pour tous. */
export const Rattacher = ({ session, d, aRattacher, peut }: Vu) => {
  const form: Formulaire = emptyForm(undefined, {
    rattaches: aRattacher.flatMap((x) => (x.coche ? [x.i.id] : [])),
  })
  return peut && aRattacher.length > 0 ? (
    <Form form={form} action={dossierUrl({ session: session.id, dossier: d.id })} classe="formulaire suite-f">
      <Quoi quoi="rattacher" />
      <div class="champs">
        <CheckboxGroup
          form={form}
          name="rattaches"
          label="Personnes déjà inscrites ici, sans dossier client"
          options={aRattacher.map(({ i }) => ({
            value: i.id,
            label: `${i.prenom} ${i.nom}${i.employeur ? `, ${i.employeur}` : ''}`,
          }))}
          hint="Qui rejoint ce dossier n’en change plus ensuite."
        />
      </div>
      <p>
        <Button genre="main">Rattacher à ce dossier</Button>
      </p>
    </Form>
  ) : null
}

/** Qui vient : statut, remises, état, et les gestes sur tout le dossier. */
/** Nommées tant qu’elles sont peu ; comptées ensuite. */
const pourQui = (gens: readonly Inscrit[]): string =>
  `Pour ${gens.length > 3 ? compter(gens.length, 'personne') : enumerer(gens.map((i) => `${i.prenom} ${i.nom}`))}`

export const Gens = (vu: Vu) => {
  const { session, siens, remises, form, d, peut, emet, retenues, maintenant } = vu
  const de = (i: Inscrit) => remises.filter((r) => r.inscription === i.id)
  const vivants = siens.filter((i) => !i.closeLe)
  const enAttente = vivants.filter((i) => !tientUnePlace(etatComplet(i)))
  const retenus = enAttente.flatMap((i): Retenu[] => {
    const phrase = retientInscription(i, { session, dossier: d, remises, places: null }, maintenant)
    return phrase === undefined ? [] : [{ nom: `${i.prenom} ${i.nom}`, phrase }]
  })
  const prets = enAttente.length - retenus.length
  const ferme = refusDInscrire({ etat: session.etat, capacite: null, inscrits: 0 })
  const aRemettre = d.regime === 'sous-traitance-recue' ? [] : vivants.filter((i) => de(i).length < 2)
  /** Rien reçu, ou reçu en main propre sans accusé : le lien porte les pièces et recueille l’accusé. */
  const parLien =
    d.regime === 'sous-traitance-recue'
      ? []
      : vivants.filter(
          (i) =>
            i.courriel &&
            !serviParLien(de(i)) &&
            !(de(i).length >= 2 && de(i).every((r) => r.accuseLe || r.moyen === 'lien')),
        )
  /** Remis, sans accusé : la personne a pu le signer sur papier depuis. */
  const sansAccuse =
    d.regime === 'sous-traitance-recue' ? [] : vivants.filter((i) => de(i).some((r) => !r.accuseLe))
  // Un refus s’affiche dans le formulaire d’où il vient, et là seulement.
  const quoi = fieldValue(form, 'quoi')
  const surPapier = quoi === 'accuse-papier'
  const enMainPropre = quoi === 'remise' && form.errors.size > 0
  const sansFaute: Formulaire = { ...form, errors: new Map() }
  const action = dossierUrl({ session: session.id, dossier: d.id })
  const ouvrir = ferme && issueDInscrire(ferme, session)
  if (siens.length === 0)
    return (
      <Empty
        titre={d.retracteLe ? 'Personne dans ce dossier.' : 'Personne n’est encore inscrit dans ce dossier.'}
        gestes={
          peut && !ferme && !d.retracteLe ? (
            <ButtonLink
              href={withQuery(inscrireUrl({ session: session.id }), { dossier: d.id })}
              genre="main"
            >
              Inscrire
            </ButtonLink>
          ) : undefined
        }
      >
        {d.retracteLe ? (
          'Ce client s’est rétracté : plus personne n’y vient.'
        ) : ferme ? (
          <>
            {ferme.phrase} {ouvrir && peut ? <a href={ouvrir.href}>{ouvrir.libelle}</a> : null}
          </>
        ) : (
          'Une liste collée suffit : prénom, nom, courriel, une personne par ligne.'
        )}
      </Empty>
    )
  return (
    <>
      <Table
        legende="Personnes de ce dossier"
        lignes={siens}
        colonnes={[
          {
            titre: 'Stagiaire',
            entete: true,
            cell: (i) => (
              <Vers droit="inscriptions.lire" href={personneUrl({ personne: i.personne })}>
                {i.prenom} {i.nom}
              </Vers>
            ),
          },
          {
            titre: 'Statut',
            cell: (i) =>
              i.statutF1 ? (
                <>
                  {statutsF1[i.statutF1].mot}
                  {i.statutsSuivants.map((s) => (
                    <small>
                      , puis {statutsF1[s.statut].mot} le {formaterDate(s.du)}
                    </small>
                  ))}
                </>
              ) : (
                <Etat etat="manquant" mot="à dire" />
              ),
          },
          {
            titre: 'Remis (L6353-8)',
            cell: (i) => <Etat {...direRemises(de(i), d.regime)} />,
          },
          {
            titre: 'État',
            cell: (i) => (
              <>
                {motEtatInscription[etatComplet(i)]}
                {i.motif ? <small> {i.motif}</small> : null}
              </>
            ),
          },
          ...(peut
            ? [
                {
                  titre: 'Geste',
                  cell: (i: Inscrit) => (
                    <a href={etatInscriptionUrl({ session: session.id, inscription: i.id })}>
                      Changer
                      <span class="unseen"> l’état ou le statut {elider(`${i.prenom} ${i.nom}`)}</span>
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {peut && emet && parLien.length > 0 && retenues.length > 0 && !attendSaPiece(vu) ? (
        <Retenues avant="avant de remettre" lignes={retenues} />
      ) : null}
      {peut && emet && parLien.length > 0 && retenues.length === 0 ? (
        <Form form={sansFaute} action={action} classe="formulaire suite-f">
          <Quoi quoi="accuser" />
          <p>
            <Button genre="main">{`Remettre par courriel à ${compter(parLien.length, 'personne')}`}</Button>
          </p>
          <p class="sub">Information préalable, programme et règlement, dont chacun accuse réception.</p>
        </Form>
      ) : null}
      {peut && aRemettre.length > 0 ? (
        <details class="suite-f" open={enMainPropre}>
          <summary>Remis en main propre</summary>
          <Form form={enMainPropre ? form : sansFaute} action={action} classe="formulaire suite-f">
            <Quoi quoi="remise" />
            <input type="hidden" name="pour" value={aRemettre.map((i) => i.id).join(' ')} />
            <div class="champs">
              <Field
                form={form}
                name="remisLe"
                label="Information et règlement remis le"
                hint={`${pourQui(aRemettre)}. Vide : aujourd’hui.`}
              />
              <CheckboxField form={form} name="accuse" label="Chacun en a signé l’accusé en main propre" />
            </div>
            <p>
              <Button>Noter la remise</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {peut && sansAccuse.length > 0 ? (
        <details class="suite-f" open={surPapier}>
          <summary>Noter l’accusé papier</summary>
          <Form form={surPapier ? form : sansFaute} action={action} classe="formulaire suite-f">
            <Quoi quoi="accuse-papier" />
            <input type="hidden" name="pour" value={sansAccuse.map((i) => i.id).join(' ')} />
            <div class="champs">
              <Field
                form={form}
                name="recuLe"
                label="Accusé signé sur papier le"
                hint={`${pourQui(sansAccuse)}. Le papier se garde au dossier.`}
              />
            </div>
            <p>
              <Button>Noter l’accusé</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {peut && prets > 0 ? (
        <Form form={sansFaute} action={action} classe="formulaire suite-f">
          <Quoi quoi="definitif" />
          <p>
            <Button genre="main">
              {prets > 1
                ? `Rendre définitives ${prets === enAttente.length ? 'ces ' : ''}${prets} inscriptions`
                : prets === enAttente.length
                  ? 'Rendre définitive cette inscription'
                  : 'Rendre définitive une inscription'}
            </Button>
          </p>
        </Form>
      ) : null}
      {peut ? direRetenus(retenus).map((phrase) => <p class="sub">{phrase}</p>) : null}
    </>
  )
}
