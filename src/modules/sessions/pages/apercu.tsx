/** Ce qu’un changement touche, montré avant qu’il se fasse : un aperçu, un geste. */
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { ok } from '#kernel/result.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { readBody } from '#web/body.ts'
import {
  Button,
  CheckboxField,
  CheckboxGroup,
  Definitions,
  Form,
  Page,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import type { FormState } from '#web/form.ts'
import type { SessionLue } from '../db/sessions.queries.ts'
import { ecartDeSession, type LigneDEcart } from '../domain/ecart-de-session.ts'
import { sessionsUrl, sessionUrl } from '../liens.ts'
import type { ADire, Envoi, PrisesSessions, Touche } from '../prises.ts'

const siens: ReadonlySet<string> = new Set(['avis', 'voix', 'vus', 'convoquer', 'papiers'])

/** Ce que l’envoi d’un formulaire de changement demande : montrer, écrire, écrire et prévenir, ou revenir au formulaire. */
export type GesteVoulu = { readonly geste: string | undefined; readonly envoi: Envoi }

export const lireDemande = async (c: Context<Env>): Promise<GesteVoulu> => {
  const corps = await readBody(c.req.raw)
  const tous = (nom: string) => (corps.ok ? (corps.raw.champs.get(nom) ?? []) : [])
  return {
    geste: tous('geste')[0],
    envoi: {
      texte: (tous('avis')[0] ?? '').trim().slice(0, 4_000),
      vus: Number(tous('vus')[0]) || 0,
      voix: new Set(tous('voix').slice(0, 500)),
      convoquer: tous('convoquer').length > 0,
      papiers: new Set(tous('papiers').slice(0, 100)),
    },
  }
}

/** Les boutons d’un formulaire de changement : voir d’abord ce que cela touche. */
export const ActionsDApercu = ({
  session,
  children,
}: {
  session: Pick<SessionLue, 'id'>
  /** Un geste qui ne passe pas par l’aperçu. */
  children?: Child
}) => (
  <div class="sect actions">
    <p class="sub sect-h" />
    <p>
      <Button genre="call" geste="apercu">
        Voir ce que cela touche
      </Button>
      {children}
      <a href={sessionUrl({ session: session.id })}>Abandonner</a>
    </p>
  </div>
)

const combien = (d: ADire): number => d.tous.length + d.animent.filter((i) => i.courriel).length

const QuiLApprend = ({ form, aDire }: { form: FormState; aDire: ADire }) => (
  <Section titre="Qui l’apprend" id="dire" sous={compter(combien(aDire) + aDire.appeler.length, 'personne')}>
    {aDire.tous.length > 0 ? (
      <>
        <p>
          <strong>Par courriel</strong> : {enumerer(aDire.tous.slice(0, 12))}
          {aDire.tous.length > 12 ? `, et ${aDire.tous.length - 12} de plus` : ''}.
        </p>
        <TextArea form={form} name="avis" label="Message aux stagiaires et aux clients" rows={9} />
      </>
    ) : null}
    {aDire.animent.map((i) => (
      <details>
        <summary>
          <strong>{i.nom}</strong>, {i.courriel ? 'par courriel' : 'sans courriel, à appeler'}
        </summary>
        <p class="lignes">{i.texte}</p>
      </details>
    ))}
    {aDire.appeler.length > 0 ? (
      <CheckboxGroup
        form={form}
        name="voix"
        label="Sans courriel : cochez qui vous avez appelé"
        optional
        options={aDire.appeler}
      />
    ) : null}
    {aDire.ailleurs.length > 0 ? (
      <p>
        <strong>À joindre vous-même</strong> : {enumerer(aDire.ailleurs)}.
      </p>
    ) : null}
  </Section>
)

export type ApercuProps = {
  readonly titre: string
  /** Le formulaire tel qu’il a été rempli : l’aperçu le renvoie entier. */
  readonly form: FormState
  readonly action: string
  readonly session: SessionLue
  readonly ecart: readonly LigneDEcart[]
  readonly touche: Touche
  /** « Changer », « Interrompre ». */
  readonly geste: string
}

export const Apercu = ({ titre, form, action, session, ecart, touche, geste }: ApercuProps) => {
  const { aDire } = touche
  const rempli: FormState = {
    ...form,
    values: new Map([...form.values, ['avis', [aDire?.texte ?? '']], ['vus', [String(aDire?.vus ?? 0)]]]),
  }
  const n = aDire ? combien(aDire) : 0
  return (
    <Page
      title={titre}
      lede={`${session.numero}, ${session.intitule}. Rien n’est encore changé.`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: session.numero, href: sessionUrl({ session: session.id }) },
      ]}
    >
      <Form form={rempli} action={action}>
        {[...form.values]
          .filter(([nom]) => !siens.has(nom))
          .flatMap(([nom, valeurs]) => valeurs.map((v) => <input type="hidden" name={nom} value={v} />))}
        <input type="hidden" name="vus" value={String(aDire?.vus ?? 0)} />
        <Section titre="Ce qui change" id="change">
          {ecart.length === 0 ? (
            <p>Ni dates, ni lieu, ni salle, ni prix, ni personne qui anime.</p>
          ) : (
            <Table
              legende="Ce qui change"
              lignes={ecart}
              colonnes={[
                { titre: 'Quoi', entete: true, cell: (l) => l.quoi },
                { titre: 'Aujourd’hui', cell: (l) => l.avant },
                { titre: 'Désormais', cell: (l) => l.apres },
              ]}
            />
          )}
        </Section>
        <Section titre="Ce que cela touche" id="touche">
          {touche.lignes.length > 0 ? (
            <Definitions lignes={touche.lignes} />
          ) : (
            <p>{aDire ? 'Aucun papier à refaire.' : 'Rien à refaire, ni personne à prévenir.'}</p>
          )}
        </Section>
        {aDire ? <QuiLApprend form={rempli} aDire={aDire} /> : null}
        {touche.convocations || touche.papiers ? (
          <Section titre="Du même geste" id="refaire">
            {touche.convocations ? (
              <CheckboxField
                form={rempli}
                name="convoquer"
                label={`Refaire et envoyer ${compter(touche.convocations.nombre, 'convocation')}, ${touche.convocations.mots}`}
              />
            ) : null}
            {touche.papiers ? (
              <CheckboxGroup
                form={rempli}
                name="papiers"
                label="Ce que les clients ont à signer"
                optional
                options={touche.papiers}
              />
            ) : null}
          </Section>
        ) : null}
        <div class="sect actions">
          <p class="sub sect-h" />
          <p>
            {n > 0 || (aDire?.appeler.length ?? 0) > 0 ? (
              <>
                <Button genre="call" geste="prevenir">
                  {n > 0
                    ? `${geste} et prévenir ${n > 1 ? `${n} personnes` : 'une personne'}`
                    : `${geste} et noter qui est prévenu`}
                </Button>
                <Button geste="changer">{geste} sans prévenir</Button>
              </>
            ) : (
              <Button genre="call" geste="changer">
                {geste}
              </Button>
            )}
            <Button genre="link" geste="reprendre">
              Revenir au formulaire
            </Button>
          </p>
        </div>
      </Form>
    </Page>
  )
}

/** Prévient, convoque, refait ce qui se signe, si c’est demandé. Un envoi refusé n’empêche pas le changement : la page d’après le dit. */
export const direEnsuite = async (
  prises: PrisesSessions,
  services: Services,
  tx: TenantTx,
  ou: { readonly visiteur: Visiteur; readonly session: SessionLue; readonly demande: GesteVoulu },
): Promise<{ readonly parti: boolean; readonly phrase: string } | undefined> => {
  const { visiteur, session, demande } = ou
  const dit =
    demande.geste === 'prevenir'
      ? await prises.dire(services, tx, visiteur, session.id, demande.envoi)
      : undefined
  const convoque = demande.envoi.convoquer
    ? await prises.convoquer(services, tx, visiteur, session.id)
    : undefined
  const refait =
    demande.envoi.papiers.size > 0
      ? await prises.refaire(services, tx, visiteur, session.id, demande.envoi.papiers)
      : undefined
  const phrases = [
    dit && (dit.ok ? dit.value : `L’avis n’est pas parti : ${dit.error.phrase}`),
    convoque &&
      (convoque.ok ? convoque.value : `Les convocations ne sont pas refaites : ${convoque.error.phrase}`),
    refait && (refait.ok ? refait.value : `Une pièce n’est pas refaite : ${refait.error.phrase}`),
  ].filter((p) => p !== undefined)
  return phrases.length === 0 ? undefined : { parti: dit?.ok ?? false, phrase: phrases.join(' ') }
}

/**
 * « Changer et prévenir chacun » passe par l’aperçu quand un changement d’avant reste à dire : l’avis le dirait aussi, et quelqu’un a pu
 * choisir de ne pas le dire encore.
 */
export const montrerSiDejaDu = async (
  prises: PrisesSessions,
  tx: TenantTx,
  ou: {
    readonly visiteur: Visiteur
    readonly session: SessionLue
    readonly le: Date
    readonly demande: GesteVoulu
  },
): Promise<GesteVoulu> => {
  if (ou.demande.geste !== 'confier') return ou.demande
  const deja = await prises.toucher(tx, ou, async () => ok(undefined))
  return deja.ok && deja.value.aDire ? { ...ou.demande, geste: 'apercu' } : ou.demande
}

/**
 * Le changement écrit, prévient aussitôt chacun par courriel, du message que l’aperçu aurait proposé ; dit qui reste à joindre. Rien si
 * personne n’a à l’apprendre.
 */
export const prevenirAussitot = async (
  prises: PrisesSessions,
  services: Services,
  tx: TenantTx,
  ou: {
    readonly visiteur: Visiteur
    readonly session: SessionLue
    readonly le: Date
    readonly relire: () => Promise<SessionLue | undefined>
  },
): Promise<{ readonly parti: boolean; readonly phrase: string } | undefined> => {
  const session = (await ou.relire()) ?? ou.session
  const vu = await prises.toucher(tx, { ...ou, session }, async () => ok(undefined))
  const { aDire, lignes } = vu.ok ? vu.value : { lignes: [] }
  const retenu = lignes.find(([sujet]) => sujet === 'À prévenir')?.[1]
  if (!aDire) return retenu ? { parti: false, phrase: String(retenu) } : undefined
  const envoi = { texte: aDire.texte, vus: aDire.vus, voix: new Set<string>(), convoquer: false }
  const dit =
    combien(aDire) > 0
      ? await prises.dire(services, tx, ou.visiteur, session.id, { ...envoi, papiers: new Set() })
      : undefined
  const aJoindre = [...aDire.appeler.map((a) => a.label), ...aDire.ailleurs]
  return {
    parti: dit?.ok ?? false,
    phrase: [
      dit && (dit.ok ? dit.value : `L’avis n’est pas parti : ${dit.error.phrase}`),
      aJoindre.length > 0 ? `À joindre vous-même : ${enumerer(aJoindre)}.` : undefined,
    ]
      .filter((p) => p !== undefined)
      .join(' '),
  }
}

/**
 * Ce que montre un aperçu demandé, même quand rien n’est touché : « Voir » n’écrit jamais. Rien si le geste se refuse : le refus se dit en
 * le faisant.
 */
export const apercevoir = async <R,>(
  prises: PrisesSessions,
  tx: TenantTx,
  ou: {
    readonly visiteur: Visiteur
    readonly session: SessionLue
    readonly le: Date
    readonly demande: GesteVoulu
    /** La session telle que l’essai la laisse. */
    readonly relire: () => Promise<SessionLue | undefined>
  },
  changer: () => Promise<
    { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: R }
  >,
): Promise<{ readonly ecart: readonly LigneDEcart[]; readonly touche: Touche } | undefined> => {
  if (ou.demande.geste !== 'apercu') return undefined
  let ecart: readonly LigneDEcart[] = []
  const lu = await prises.toucher(tx, ou, async () => {
    const fait = await changer()
    const apres = fait.ok ? await ou.relire() : undefined
    if (apres) ecart = ecartDeSession(ou.session, apres)
    return fait
  })
  return lu.ok ? { ecart, touche: lu.value } : undefined
}
