// Long parce que la feuille se lit d’un seul tenant, de la demi-journée à sa clôture.
import { formaterCreneau, formaterHeure } from '#kernel/heures.ts'
import { etatDuLien } from '#kernel/lien-envoye.ts'
import { memeNom } from '#kernel/meme-nom.ts'
import { compter, de, enumerer } from '#kernel/texte.ts'
import { instantDe } from '#kernel/zones.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import { sessionsUrl } from '#modules/sessions/index.ts'
import { Alert, Button, ButtonLink, Empty, Etat, Form, Marques, Page, Section } from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import type { Case } from '../db/lectures.ts'
import { aToutSigne } from '../domain/clore-feuille.ts'
import { proposerSequence } from '../domain/sequences.ts'
import { fenetreDe } from '../domain/signer-demi-journee.ts'
import { ouEst } from '../gestes/composer.ts'
import type { VueDeLaFeuille } from '../gestes/lire-feuille.ts'
import {
  afficherSalleUrl,
  certificatsUrl,
  feuillePdfUrl,
  feuilleUrl,
  liensUrl,
  ouvrirTabletteUrl,
  sessionUrl,
} from '../liens.ts'
import {
  capitale,
  direLien,
  direSignees,
  etatDe,
  fermeture,
  heureEn,
  momentDe,
  motPorte,
  nommer,
  peutRelancerLaFeuille,
  peutTenirLaFeuille,
} from './commun.ts'
import {
  type Formulaire,
  GestesAbsente,
  GestesAttendue,
  GestesSignee,
  RegulariserEnsemble,
  RenvoyerLeLien,
} from './feuille-gestes.tsx'
import {
  AppareilsHorsLigne,
  GardeesSansEffet,
  gardeesEnsemble,
  motifPropose,
  SigneeHorsLigne,
} from './feuille-hors-ligne.tsx'
import { motifDuPapier, Papier } from './feuille-papier.tsx'
import { fermeeLe } from './trop-tard.tsx'

type Props = {
  readonly vue: VueDeLaFeuille
  readonly form: Formulaire
  readonly maintenant: Date
  readonly visiteur: Visiteur
}

const estFinie = ({ demi: { seance } }: VueDeLaFeuille, maintenant: Date): boolean =>
  maintenant >= instantDe(seance.date, seance.fin, seance.zone).instant

const Nom = ({ c }: { c: Case }) => (
  <b>
    {c.personne.prenom} {c.personne.nom}
  </b>
)

const Attendues = ({
  vue,
  form,
  gestes,
  ouverte,
  relance,
  maintenant,
}: Props & { gestes: boolean; relance: boolean; ouverte: boolean }) => {
  const finie = estFinie(vue, maintenant)
  const attendues = vue.cases.filter((c) => c.presence.etat === 'attendue')
  if (attendues.length === 0) return null
  const ensemble = gardeesEnsemble(vue, attendues)
  const reste = attendues.filter((c) => !ensemble.some((x) => x.cases.includes(c)))
  const lienDe = (c: Case) => etatDuLien(vue.invitations.get(c.inscription), vue.courriels)
  // Préparé pour être copié, un lien n’est pas encore parti : on l’envoie, on ne le renvoie pas.
  const partiDe = (c: Case) => ['envoye', 'ne', 'non-remis'].includes(lienDe(c).etat)
  const joignables = attendues.filter((c) => c.personne.courriel)
  const tousPartis = joignables.length > 0 && joignables.every(partiDe)
  return (
    <>
      <h3>{attendues.length > 1 ? `Il manque ${attendues.length} signatures` : 'Il manque une signature'}</h3>
      {gestes && finie
        ? ensemble.map(({ cases, propose }) => (
            <RegulariserEnsemble cases={cases} form={form} propose={propose} />
          ))
        : null}
      {gestes && finie && reste.length > 1 ? (
        <RegulariserEnsemble cases={reste} form={form} papier={motifDuPapier(vue)} />
      ) : null}
      {relance && ouverte && joignables.length > 0 ? (
        <Form form={emptyForm()} classe="">
          <p>
            <Button genre="main" geste="envoyer">
              {tousPartis ? 'Renvoyer les liens de signature' : 'Envoyer les liens de signature'}
            </Button>
          </p>
        </Form>
      ) : null}
      {gestes && ouverte ? (
        <Form form={emptyForm()} classe="">
          <p class="gestes-l gestes-f">
            <Button genre="main" geste="envoyer">
              {tousPartis ? 'Renvoyer les liens de signature' : 'Envoyer les liens de signature'}
            </Button>
            <ButtonLink
              href={ouvrirTabletteUrl({ session: vue.demi.session.id, seance: vue.demi.seance.id })}
            >
              Signer sur une tablette
            </ButtonLink>
            <ButtonLink href={afficherSalleUrl({ session: vue.demi.session.id, seance: vue.demi.seance.id })}>
              Code de la salle
            </ButtonLink>
            <ButtonLink href={liensUrl({ session: vue.demi.session.id, seance: vue.demi.seance.id })}>
              Copier ou imprimer les liens
            </ButtonLink>
          </p>
        </Form>
      ) : null}
      <ul class="presence">
        {attendues.map((c) => (
          <li>
            <p>
              <Nom c={c} />{' '}
              <span class="sub">{direLien(vue.demi, c.personne.courriel, lienDe(c), ouverte)}</span>
              <GardeesSansEffet vue={vue} c={c} />
            </p>
            {gestes ? (
              <GestesAttendue
                c={c}
                form={form}
                ouverte={ouverte}
                parti={partiDe(c)}
                propose={motifPropose(vue, c) || (motifDuPapier(vue) ?? '')}
              />
            ) : relance ? (
              <RenvoyerLeLien c={c} ouverte={ouverte} parti={partiDe(c)} />
            ) : null}
          </li>
        ))}
      </ul>
    </>
  )
}

const Signees = ({ vue, form, maintenant, gestes }: Props & { gestes: boolean }) => {
  const { demi } = vue
  const signees = vue.cases.filter((c) => c.presence.etat === 'signee')
  if (signees.length === 0) return null
  return (
    <>
      <h3>Au registre</h3>
      <ul class="presence fait">
        {signees.map((c) => {
          const e = etatDe(demi, c, maintenant)
          const doublons = vue.doublons.get(c.inscription) ?? 0
          return (
            <li>
              <Nom c={c} />{' '}
              <span>
                <Etat etat={e.etat} mot={e.mot} /> <span class="sub">{motPorte(c)}</span>
                <SigneeHorsLigne vue={vue} c={c} />
                {c.regularisee && c.motif ? <span class="sub"> {c.motif}</span> : null}
                {doublons > 0 ? (
                  <span class="sub">
                    {' '}
                    signée {doublons > 1 ? `${doublons + 1} fois` : 'deux fois'}, la première vaut
                  </span>
                ) : null}
              </span>
              {gestes ? <GestesSignee c={c} form={form} close={demi.seance.close} /> : null}
            </li>
          )
        })}
      </ul>
    </>
  )
}

const Absentes = ({ vue, form, maintenant, gestes }: Props & { gestes: boolean }) => {
  const absentes = vue.cases.filter((c) => c.presence.etat === 'absente')
  if (absentes.length === 0) return null
  return (
    <>
      <h3>Absences</h3>
      <ul class="presence">
        {absentes.map((c) => (
          <li>
            <p>
              <Nom c={c} /> <Etat etat="a-juger" mot={etatDe(vue.demi, c, maintenant).mot} />
            </p>
            {gestes ? <GestesAbsente c={c} form={form} close={vue.demi.seance.close} /> : null}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Ce qui fut travaillé : proposé d’après le programme, gardé avec la signature de qui forme. */
const Sequence = ({ vue: { demi, demis, sequences, sequence } }: { readonly vue: VueDeLaFeuille }) => {
  if (sequences.length === 0) return null
  const rang = demis.findIndex((d) => d.seance.id === demi.seance.id)
  return (
    <p class="field l3">
      <label for="sequence">Ce qui fut travaillé, imprimé sur la feuille</label>
      <input
        id="sequence"
        name="sequence"
        maxlength={200}
        autocomplete="off"
        list="sequences"
        value={sequence ?? proposerSequence(sequences, rang, demis.length)}
      />
      <datalist id="sequences">
        {sequences.map((s) => (
          <option value={s} />
        ))}
      </datalist>
      <small>
        {sequence === undefined
          ? 'Proposé d’après le programme : corrigez-le avant de signer.'
          : 'Dit, et gardé.'}
      </small>
    </p>
  )
}
/** Sans tenir la feuille, qui prépare la session la rappelle à qui l’anime, et l’imprime. */
const Rappeler = ({ vue: { demi }, finie }: { vue: VueDeLaFeuille; finie: boolean }) => (
  <Form form={emptyForm()} classe="">
    <p>
      Cette feuille est celle {de(demi.session.formateur)} :{' '}
      {finie ? 'sa signature la clôt' : 'sa signature la clora, la demi-journée finie'}.
    </p>
    <p class="gestes-l">
      {finie ? (
        <Button genre="call" geste="rappeler">
          Rappeler sa feuille à {demi.session.formateur}
        </Button>
      ) : null}
      {peutSuivre('documents.emettre', { liste: true }) ? (
        <ButtonLink href={feuillePdfUrl({ session: demi.session.id })}>Imprimer la feuille, PDF</ButtonLink>
      ) : null}
    </p>
  </Form>
)

/** Les signatures de qui forme, puis la clôture. */
const Cloture = ({ vue, maintenant, visiteur, gestes }: Omit<Props, 'form'> & { gestes: boolean }) => {
  const { demi, contresignatures } = vue
  const finie = estFinie(vue, maintenant)
  const reste = vue.cases.some((c) => c.presence.etat === 'attendue')
  // À son nom, sans son compte : elle ne signe pas « à la place » d’elle-même.
  const aSonNom = demi.intervenants.some((a) => memeNom(a.nom, visiteur.nom))
  const sienne = aToutSigne(contresignatures, visiteur.personneId)
  const apres = Math.min(...contresignatures.map((c) => c.apres))
  const signees = contresignatures.map(
    (c) =>
      `${c.nom ?? 'nom effacé'}${c.suppleance && !memeNom(c.nom, demi.session.formateur) ? ` pour ${demi.session.formateur}` : ''}, à ${heureEn(demi, c.le)}`,
  )
  return (
    <>
      {signees.length > 0 ? (
        <p>
          <Etat etat="prouve" mot="Signature de qui anime" /> <span class="sub">{enumerer(signees)}</span>
        </p>
      ) : null}
      {signees.length > 0 && apres > 0 && !demi.seance.close ? (
        <p>
          <Etat
            etat="a-juger"
            mot={`${compter(apres, 'entrée est venue', { pluriel: 'entrées sont venues' })} après cette signature`}
          />{' '}
          <span class="sub">Signer la feuille les contresigne.</span>
        </p>
      ) : null}
      {demi.seance.close && vue.sequence ? (
        <p>
          <b>Travaillé :</b> {vue.sequence}
        </p>
      ) : null}
      {demi.seance.close ? (
        <Alert genre="fait" fort="Feuille close.">
          Toute correction motivée s’ajoute au registre, à côté de ce qui y est.
        </Alert>
      ) : gestes ? (
        <Form form={emptyForm()} classe="">
          <Sequence vue={vue} />
          <p class="fin">
            <Button genre="call" geste="clore" large disabled={!finie || reste}>
              Signer la feuille : {momentDe(demi)}
            </Button>{' '}
            {sienne ? null : (
              <Button geste="contresigner" disabled={!finie}>
                Contresigner sans clore
              </Button>
            )}{' '}
            <span class="sub">
              Votre signature arrête la demi-journée. Elle s’ouvre à sa fin, quand chaque case est statuée.
              {demi.comptes.length > 0
                ? ''
                : aSonNom
                  ? ' Cette demi-journée est à votre nom, sans votre compte : tant que personne n’y a émargé, changez depuis la session qui l’anime, et choisissez-vous.'
                  : ` ${demi.session.formateur} n’a pas de compte : vous signez à sa place, sous votre nom.`}
            </span>
          </p>
        </Form>
      ) : null}
    </>
  )
}

/** « 13 h 30 – 17 h » ; coupée, l’heure de l’arrêt et celle qui était prévue, comme à la feuille imprimée. */
const direHeures = ({ demi: { seance }, arreteeA }: VueDeLaFeuille): string =>
  arreteeA === undefined
    ? formaterCreneau(seance.debut, seance.fin)
    : `${formaterCreneau(seance.debut, arreteeA)}, interrompue à ${formaterHeure(arreteeA)}, prévue jusqu’à ${formaterHeure(seance.fin)}`

export const Feuille = (p: Props) => {
  const { vue, form, maintenant, visiteur } = p
  const { demi, cases, demis } = vue
  const gestes = peutTenirLaFeuille(visiteur, demi)
  const relance = !gestes && !demi.seance.close && peutRelancerLaFeuille(visiteur)
  const parEtat = (etat: Case['presence']['etat']) => cases.filter((c) => c.presence.etat === etat)
  const [signees, absentes, attendues] = [parEtat('signee'), parEtat('absente'), parEtat('attendue')]
  const ouverte = maintenant <= fenetreDe(demi.seance).fermeLe
  return (
    <Page
      title={capitale(nommer(demi))}
      lede={`${demi.session.intitule}, avec ${demi.session.formateur}, ${ouEst(demi)}. ${direHeures(vue)}.`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: demi.session.numero, href: sessionUrl({ session: demi.session.id }) },
      ]}
      alert={form.alert}
    >
      <Section
        titre="Présences"
        id="presences"
        sous={
          demi.seance.close
            ? 'feuille close'
            : `la fenêtre de signature ${ouverte ? `ferme à ${fermeture(demi)}` : `a fermé ${fermeeLe(demi)}`}`
        }
        outils={[
          ...(peutSuivre('documents.emettre', { liste: true })
            ? [{ libelle: 'Feuille de la session, PDF', href: feuillePdfUrl({ session: demi.session.id }) }]
            : []),
          { libelle: 'Certificats', href: certificatsUrl({ session: demi.session.id }) },
        ]}
      >
        {cases.length === 0 ? (
          <Empty titre="Personne n’est inscrit à cette session">
            Les liens d’émargement partiront d’ici quand il y aura des inscrits.
          </Empty>
        ) : (
          <>
            <Marques
              etats={[
                ...signees.map(() => 'prouve' as const),
                ...absentes.map(() => 'a-juger' as const),
                ...attendues.map(() => 'manquant' as const),
              ]}
            >
              {direSignees(cases)}
              {absentes.length > 0 ? `, ${compter(absentes.length, 'absent')}` : ''}.
            </Marques>
            <Attendues {...p} gestes={gestes && !demi.seance.close} relance={relance} ouverte={ouverte} />
            <Signees {...p} gestes={gestes} />
            <Absentes {...p} gestes={gestes} />
            {gestes && ouverte && vue.tablettes > 0 ? (
              <Form form={emptyForm()} classe="">
                <p>
                  <span class="sub">
                    {vue.tablettes > 1
                      ? `${vue.tablettes} tablettes sont ouvertes dans la salle.`
                      : 'Une tablette est ouverte dans la salle.'}
                  </span>{' '}
                  <Button geste="fermer-tablettes">
                    {vue.tablettes > 1 ? 'Fermer les tablettes' : 'Fermer la tablette'}
                  </Button>
                </p>
              </Form>
            ) : null}
            {relance ? <Rappeler vue={vue} finie={estFinie(vue, maintenant)} /> : null}
            <Cloture vue={vue} maintenant={maintenant} visiteur={visiteur} gestes={gestes} />
          </>
        )}
      </Section>
      <AppareilsHorsLigne vue={vue} visiteur={visiteur} gestes={gestes && !demi.seance.close} />
      <Papier vue={vue} gestes={gestes} />
      <Section titre="Les demi-journées" id="autres">
        <ul class="demis">
          {demis.map((d) => (
            <li class={d.seance.id === demi.seance.id ? 'la' : undefined}>
              <a
                href={feuilleUrl({ session: d.session.id, seance: d.seance.id })}
                aria-current={d.seance.id === demi.seance.id ? 'page' : undefined}
              >
                {nommer(d)}
              </a>{' '}
              <Etat etat={d.seance.close ? 'prouve' : 'a-venir'} mot={d.seance.close ? 'close' : 'ouverte'} />
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  )
}
