import { Hono } from 'hono'
import { z } from 'zod'
import { formaterCreneau } from '#kernel/heures.ts'
import { compter } from '#kernel/texte.ts'
import { instantDe } from '#kernel/zones.ts'
import { Alert, Button, Empty, Etat, Form, Marques, Page, Section } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { caseCochee, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import {
  cloreLaFeuille,
  envoyerLesLiens,
  lireFeuille,
  noterAbsence,
  regulariser,
  type VueDeLaFeuille,
} from '../composer.ts'
import type { Case } from '../db/lectures.ts'
import { fenetreDe } from '../domain/signer-demi-journee.ts'
import { certificatsUrl, feuillePdfUrl, feuilleUrl, sessionUrl } from '../liens.ts'
import {
  agentDe,
  capitale,
  contexteDe,
  etatDe,
  fermeture,
  inscriptionDe,
  momentDe,
  nommer,
  peutTenirLaFeuille,
} from './commun.ts'

const fields = z.object({
  inscription: identifiant(inscriptionDe, { phrase: 'Choisissez une personne de la feuille.' }).optional(),
  justifiee: caseCochee(),
  motif: texte({ max: 300 }).optional(),
})
type Formulaire = FormOf<typeof fields>

const Personne = ({
  c,
  form,
  gestes,
  ouverte,
}: {
  c: Case
  form: Formulaire
  gestes: boolean
  /** La fenêtre de signature n’est pas fermée : un lien sert encore. */
  ouverte: boolean
}) => {
  const nom = `${c.personne.prenom} ${c.personne.nom}`
  const id = c.inscription
  return (
    <li>
      <p>
        <b>{nom}</b> <span class="sub">{c.personne.courriel ? 'lien par courriel' : 'sans courriel'}</span>
      </p>
      {gestes ? (
        <div class="gestes-l">
          <Form form={emptyForm()} classe="">
            <input type="hidden" name="inscription" value={id} />
            {c.personne.courriel && ouverte ? (
              <Button geste="renvoyer">
                Renvoyer<span class="unseen"> le lien de {nom}</span>
              </Button>
            ) : null}{' '}
            <Button geste="absent">
              Noter absent<span class="unseen">, {nom}</span>
            </Button>{' '}
            <Button geste="absent-justifie">
              Absent, justificatif remis<span class="unseen">, {nom}</span>
            </Button>
          </Form>
          <Regulariser c={c} form={form} />
        </div>
      ) : null}
    </li>
  )
}

const Regulariser = ({ c, form }: { c: Case; form: Formulaire }) => {
  const ici = form.values.get('inscription')?.[0] === c.inscription
  const f = ici ? form : emptyForm<'motif'>()
  return (
    <details open={ici}>
      <summary>
        Régulariser
        <span class="unseen">
          {' '}
          la présence de {c.personne.prenom} {c.personne.nom}
        </span>
      </summary>
      <form method="post" class="formulaire" novalidate>
        <input type="hidden" name="inscription" value={c.inscription} />
        <p class="field l3">
          <label for={`motif-${c.inscription}`}>Motif, imprimé sur la feuille</label>
          <input
            id={`motif-${c.inscription}`}
            name="motif"
            maxlength={300}
            autocomplete="off"
            value={f.values.get('motif')?.[0] ?? ''}
          />
        </p>
        <p>
          <Button geste="regulariser">Attester sa présence</Button>
        </p>
      </form>
    </details>
  )
}

const Feuille = ({
  vue,
  form,
  maintenant,
  visiteur,
}: {
  vue: VueDeLaFeuille
  form: Formulaire
  maintenant: Date
  visiteur: Visiteur
}) => {
  const { demi, cases, demis } = vue
  const gestes = peutTenirLaFeuille(visiteur)
  const signees = cases.filter((c) => c.presence.etat === 'signee')
  const absentes = cases.filter((c) => c.presence.etat === 'absente')
  const attendues = cases.filter((c) => c.presence.etat === 'attendue')
  const url = (d: (typeof demis)[number]) => feuilleUrl({ session: d.session.id, seance: d.seance.id })
  const finie = etatsFinis(vue, maintenant)
  const ouverte = maintenant <= fenetreDe(demi.seance).fermeLe
  return (
    <Page
      title={capitale(nommer(demi))}
      lede={`${demi.session.intitule}, avec ${demi.session.formateur}, ${demi.session.lieu}. ${formaterCreneau(demi.seance.debut, demi.seance.fin)}.`}
      path={[
        { libelle: 'Sessions', href: '/sessions' },
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
            : `la fenêtre de signature ${ouverte ? 'ferme' : 'a fermé'} à ${fermeture(demi)}`
        }
        outils={[
          { libelle: 'Feuille de la session, PDF', href: feuillePdfUrl({ session: demi.session.id }) },
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
              {signees.length} sur {compter(cases.length, 'inscrit')}{' '}
              {signees.length > 1 ? 'ont signé' : 'a signé'}
              {absentes.length > 0 ? `, ${compter(absentes.length, 'absent')}` : ''}.
            </Marques>
            {attendues.length > 0 ? (
              <>
                <h3>
                  {attendues.length > 1
                    ? `Il manque ${attendues.length} signatures`
                    : 'Il manque une signature'}
                </h3>
                <ul class="presence">
                  {attendues.map((c) => (
                    <Personne c={c} form={form} gestes={gestes && !demi.seance.close} ouverte={ouverte} />
                  ))}
                </ul>
                {gestes && !demi.seance.close && ouverte ? (
                  <Form form={emptyForm()} classe="">
                    <p>
                      <Button genre="main" geste="envoyer">
                        Envoyer les liens de signature
                      </Button>
                    </p>
                  </Form>
                ) : null}
              </>
            ) : null}
            {signees.length > 0 ? (
              <>
                <h3>Au registre</h3>
                <ul class="presence fait">
                  {signees.map((c) => {
                    const e = etatDe(demi, c, maintenant)
                    return (
                      <li>
                        <b>
                          {c.personne.prenom} {c.personne.nom}
                        </b>{' '}
                        <span>
                          <Etat etat={e.etat} mot={e.mot} />
                          {c.motif ? <span class="sub"> {c.motif}</span> : null}
                        </span>
                      </li>
                    )
                  })}
                </ul>
              </>
            ) : null}
            {absentes.length > 0 ? (
              <>
                <h3>Absences</h3>
                <ul class="presence">
                  {absentes.map((c) => (
                    <li>
                      <p>
                        <b>
                          {c.personne.prenom} {c.personne.nom}
                        </b>{' '}
                        <Etat etat="a-juger" mot={c.justifiee ? 'absence, justificatif remis' : 'absence'} />
                      </p>
                      {gestes ? <Regulariser c={c} form={form} /> : null}
                    </li>
                  ))}
                </ul>
              </>
            ) : null}
            {demi.seance.close ? (
              <Alert genre="fait" fort="Feuille close.">
                Toute correction motivée s’ajoute au registre, à côté de ce qui y est.
              </Alert>
            ) : gestes ? (
              <Form form={emptyForm()} classe="">
                <p class="fin">
                  <Button genre="call" geste="clore" large disabled={!finie || attendues.length > 0}>
                    Signer la feuille : {momentDe(demi)}
                  </Button>{' '}
                  <span class="sub">
                    Votre signature arrête la demi-journée. Elle s’ouvre à sa fin, quand chaque case est
                    statuée.
                  </span>
                </p>
              </Form>
            ) : null}
          </>
        )}
      </Section>
      <Section titre="Les demi-journées" id="autres">
        <ul class="demis">
          {demis.map((d) => (
            <li class={d.seance.id === demi.seance.id ? 'la' : undefined}>
              <a href={url(d)} aria-current={d.seance.id === demi.seance.id ? 'page' : undefined}>
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

const etatsFinis = ({ demi }: VueDeLaFeuille, maintenant: Date): boolean =>
  maintenant >= instantDe(demi.seance.date, demi.seance.fin, demi.seance.zone).instant

const adresse = '/sessions/:session/seances/:seance'

export const feuillePages = new Hono<Env>()
  .get(adresse, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const vue = await lireFeuille(services, ctx.qui.acces, { session: ctx.session, seance: ctx.seance })
    if (!vue) return notFound(c)
    return c.html(
      <Feuille vue={vue} form={emptyForm()} maintenant={services.clock.now()} visiteur={ctx.visiteur} />,
    )
  })
  .post(adresse, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const { qui } = ctx
    const ou = { session: ctx.session, seance: ctx.seance }
    if (!peutTenirLaFeuille(ctx.visiteur))
      return forbidden(c, 'La feuille se tient par qui anime ou prépare la session.')
    const ici = feuilleUrl(ou)
    const revenir = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) => {
      const vue = await lireFeuille(services, qui.acces, ou)
      if (!vue) return notFound(c)
      return c.html(
        <Feuille vue={vue} form={form} maintenant={services.clock.now()} visiteur={ctx.visiteur} />,
        status,
      )
    }
    const read = await readForm(fields, c)
    if (!read.ok) return revenir(read.form, read.status)
    const { inscription } = read.data
    const refuse = (phrase: string, code: string) =>
      code === 'introuvable'
        ? notFound(c)
        : revenir(withAlert(read.form, { titre: 'Rien n’a été inscrit', phrase }), 409)

    switch (read.geste) {
      case 'envoyer': {
        const r = await envoyerLesLiens(services, qui, ou)
        if (!r.ok) return refuse(r.error.phrase, r.error.code)
        const sans = r.value.sansCourriel
        return redirectWith(c, ici, {
          genre: 'fait',
          fort: `${compter(r.value.partis, 'lien', { zero: 'Aucun lien' })} à envoyer.`,
          ...(sans > 0
            ? { suite: `${compter(sans, 'personne')} sans courriel : la présence se régularise à la fin.` }
            : {}),
        })
      }
      case 'renvoyer': {
        if (!inscription) return notFound(c)
        const r = await envoyerLesLiens(services, qui, { ...ou, inscription })
        if (!r.ok) return refuse(r.error.phrase, r.error.code)
        return redirectWith(c, ici, {
          genre: 'fait',
          fort: r.value.partis > 0 ? 'Le lien part.' : 'Rien à envoyer.',
        })
      }
      case 'absent':
      case 'absent-justifie': {
        if (!inscription) return notFound(c)
        const r = await noterAbsence(services, qui, {
          ...ou,
          inscription,
          justifiee: read.geste === 'absent-justifie',
        })
        if (!r.ok) return refuse(r.error.phrase, r.error.code)
        return redirectWith(c, ici, {
          genre: 'fait',
          fort: 'Absence notée.',
          suite: `Entrée ${r.value.numero} du registre.`,
        })
      }
      case 'regulariser': {
        if (!inscription) return notFound(c)
        const r = await regulariser(services, qui, { ...ou, inscription, motif: read.data.motif ?? '' })
        if (!r.ok) return refuse(r.error.phrase, r.error.code)
        return redirectWith(c, ici, {
          genre: 'fait',
          fort: 'Présence attestée.',
          suite: `Entrée ${r.value.numero} du registre.`,
        })
      }
      case 'clore': {
        const r = await cloreLaFeuille(services, qui, { ...ou, ip: clientIp(c), agent: agentDe(c) })
        if (!r.ok) return refuse(r.error.phrase, r.error.code)
        return redirectWith(c, ici, {
          genre: 'fait',
          fort: 'Feuille close.',
          suite: `Entrée ${r.value.recu.numero} du registre, jalon signé.`,
        })
      }
      default:
        return refuse('Choisissez un geste de la feuille.', 'sans-geste')
    }
  })
